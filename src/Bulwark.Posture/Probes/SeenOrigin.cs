namespace Bulwark.Posture.Probes;

/// <summary>A load balancer as the edge's control socket tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SslMode">What protects the way there.</param>
/// <param name="IsWeak">True when that is less than it could be.</param>
internal sealed record SeenOrigin(string Name, string SslMode, bool IsWeak);
