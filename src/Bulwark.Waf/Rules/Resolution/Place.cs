namespace Bulwark.Waf.Rules.Resolution;

/// <summary>A rule or a marker in the order of the files.</summary>
/// <param name="Rule">The rule; null for a marker.</param>
/// <param name="Marker">The marker's name; null for a rule.</param>
/// <param name="IsKept">Whether it is a rule that nothing has removed.</param>
internal sealed record Place(ResolvedRule? Rule, string? Marker, bool IsKept);
