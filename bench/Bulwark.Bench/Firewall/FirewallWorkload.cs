namespace Bulwark.Bench.Firewall;

/// <summary>A kind of request whose cost is measured.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Goal">What the rules may cost for one, in milliseconds of CPU.</param>
/// <param name="Make">Makes one; the text is what stands in one of its values, an attack for instance.</param>
internal sealed record FirewallWorkload(string Name, double Goal, Func<RequestDice, string?, FirewallRequest> Make);
