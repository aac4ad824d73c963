namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>A rule that matched.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Rule">Its name, or its number when it has none.</param>
/// <param name="Id">Its number; null for what the firewall itself looks for.</param>
/// <param name="Action">What was done because of it.</param>
/// <param name="Configured">What the rule itself says: where this is <c>block</c> and <paramref name="Action"/> is <c>count</c>, blocking would have refused the request.</param>
/// <param name="Variables">What matched.</param>
internal sealed record FirewallLineMatch(string? Group, string Rule, int? Id, string Action, string Configured, IReadOnlyList<FirewallLineVariable> Variables)
{
    /// <summary>What the rule looks for, in words of its rule set: <c>attack-sqli</c>, <c>paranoia-level/1</c>; null when it says nothing.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>How bad it is, as the rule says: <c>critical</c>; null when it does not.</summary>
    public string? Severity { get; init; }

    /// <summary>What the Core Rule Set had added up to with this rule; null where it adds up nothing.</summary>
    public int? Score { get; init; }
}
