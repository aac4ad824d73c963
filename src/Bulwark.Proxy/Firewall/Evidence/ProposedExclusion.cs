namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>A rule that refuses what members do at one place, and that nobody else has tripped there: a candidate for an exclusion that is no wider than this.</summary>
/// <param name="Group">The rule's group.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Method">The method of the route.</param>
/// <param name="Path">The path of the route, without IDs.</param>
/// <param name="Variable">The one variable that would not be looked at: <c>ARGS:json.content.body</c>.</param>
/// <param name="Hits">How many requests would have been refused.</param>
/// <param name="Members">Of how many distinct members.</param>
/// <param name="Bytes">How many bytes the values had that matched there.</param>
/// <param name="ByteShare">Their share of the bytes of all values in the log, from 0 to 1: what the rule would no longer see.</param>
public sealed record ProposedExclusion(string? Group, string Rule, string Method, string Path, string Variable, long Hits, long Members, long Bytes, double ByteShare);
