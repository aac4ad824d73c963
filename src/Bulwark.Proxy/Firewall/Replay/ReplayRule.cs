namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>What one rule says of a recording.</summary>
/// <param name="Group">Its group; null without one.</param>
/// <param name="Rule">Its name, or its number.</param>
/// <param name="Hits">How many requests it matched.</param>
/// <param name="WouldBlock">How many of these would be refused, be it by this rule or by the score to which it adds.</param>
/// <param name="Examples">The first that it matched.</param>
public sealed record ReplayRule(string? Group, string Rule, long Hits, long WouldBlock, IReadOnlyList<ReplayExample> Examples);
