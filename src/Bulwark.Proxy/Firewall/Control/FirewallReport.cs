namespace Bulwark.Proxy.Firewall.Control;

/// <summary>The answer to <c>GET /waf/status</c>.</summary>
/// <param name="Groups">The groups of rules, in the order in which they are asked.</param>
/// <param name="HeldBytes">Memory of bodies that wait for their verdict, in the whole process.</param>
/// <param name="MostHeldBytes">The most that there may be.</param>
public sealed record FirewallReport(IReadOnlyList<FirewallGroupView> Groups, long HeldBytes, long MostHeldBytes)
{
    /// <summary>The rules of the settings, in the order in which they are asked.</summary>
    public IReadOnlyList<FirewallRuleView> Rules { get; init; } = [];
}
