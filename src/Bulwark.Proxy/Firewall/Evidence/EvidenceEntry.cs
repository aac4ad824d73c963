namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>What the log says of a group, or of one rule of it.</summary>
/// <param name="Group">The group; null for rules of the web ACL itself.</param>
/// <param name="Rule">The rule; null for the whole group.</param>
/// <param name="Hits">How many requests it matched.</param>
/// <param name="Clients">How many distinct clients these came from.</param>
/// <param name="Members">How many distinct signed-in members.</param>
/// <param name="MemberHits">How many of the requests came from signed-in members.</param>
/// <param name="TrafficShare">Their share of all requests, from 0 to 1; null when those were not counted.</param>
/// <param name="WouldBlock">How many of them went on and would have been refused with everything in block.</param>
/// <param name="Blocked">How many of them were refused.</param>
/// <param name="Paths">The routes that were hit most.</param>
public sealed record EvidenceEntry(
    string? Group,
    string? Rule,
    long Hits,
    long Clients,
    long Members,
    long MemberHits,
    double? TrafficShare,
    long WouldBlock,
    long Blocked,
    IReadOnlyList<EvidencePath> Paths);
