namespace Bulwark.Revisions;

/// <summary>Why a tier does not take a revision.</summary>
/// <param name="Tier">Its name.</param>
/// <param name="Message">One problem a line; a line may begin with the path of a setting.</param>
internal sealed record TierProblem(string Tier, string Message);
