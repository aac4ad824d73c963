using Bulwark.Proxy.Firewall.Exclusions;

namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>An exclusion that is in force, and what it leaves unseen.</summary>
/// <param name="Exclusion">The exclusion, as the settings have it; null for one that a rule brings.</param>
/// <param name="Rule">The number of the rule that brings it, as those of a profile do; null for one of the settings.</param>
/// <param name="JsonPath">The path in JSON bodies, of one that a rule brings.</param>
/// <param name="Requests">How many requests had something there.</param>
/// <param name="Bytes">How many bytes its rules did not look at.</param>
/// <param name="Share">Their share of the bytes of all bodies and queries that the rules were shown, from 0 to 1.</param>
public sealed record EvidenceUnseen(FirewallExclusionOptions? Exclusion, int? Rule, string? JsonPath, long Requests, long Bytes, double Share);
