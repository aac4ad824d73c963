namespace Bulwark.Admin.Api;

/// <summary>How a tier is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsUp">It answers on its control socket.</param>
/// <param name="Problem">Why it counts as down, in a sentence; null when it is up.</param>
public sealed record TierStatus(string Name, bool IsUp, string? Problem);
