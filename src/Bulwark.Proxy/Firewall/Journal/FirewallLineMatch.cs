namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>A rule that matched.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Rule">Its name, or its number when it has none.</param>
/// <param name="Id">Its number; null for what the firewall itself looks for.</param>
/// <param name="Action">What was done because of it.</param>
/// <param name="Configured">What the rule itself says: where this is <c>block</c> and <paramref name="Action"/> is <c>count</c>, blocking would have refused the request.</param>
/// <param name="Variables">What matched.</param>
internal sealed record FirewallLineMatch(string? Group, string Rule, int? Id, string Action, string Configured, IReadOnlyList<FirewallLineVariable> Variables);
