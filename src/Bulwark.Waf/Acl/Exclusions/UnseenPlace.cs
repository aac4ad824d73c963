namespace Bulwark.Waf.Acl.Exclusions;

/// <summary>A place that some rules did not look at.</summary>
/// <param name="Exclusion">The number of the exclusion in the settings, counted from 0; null for one that a rule brings.</param>
/// <param name="Rule">The number of the rule that brings it; null for one of the settings.</param>
/// <param name="Path">The path in JSON bodies, of one that a rule brings; else null.</param>
/// <param name="Requests">How many requests had something there.</param>
/// <param name="Bytes">How many bytes.</param>
public sealed record UnseenPlace(int? Exclusion, int? Rule, string? Path, long Requests, long Bytes);
