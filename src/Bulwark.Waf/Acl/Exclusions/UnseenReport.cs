namespace Bulwark.Waf.Acl.Exclusions;

/// <summary>What rules did not look at because of exclusions.</summary>
/// <param name="Bytes">The bytes of all bodies and queries that were looked at, the places of exclusions among them; counted only where there are exclusions.</param>
/// <param name="Places">Each place at which something was not looked at.</param>
public sealed record UnseenReport(long Bytes, IReadOnlyList<UnseenPlace> Places);
