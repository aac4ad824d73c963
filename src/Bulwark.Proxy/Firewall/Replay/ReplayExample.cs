namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>A request that a rule matched.</summary>
/// <param name="Request">Its place in the file, from 1.</param>
/// <param name="Variable">The first variable that matched: <c>ARGS:q</c>; null when the rule looks at none.</param>
/// <param name="Length">How many bytes the value has; null without one.</param>
/// <param name="Value">How the value begins; null unless values were asked for.</param>
public sealed record ReplayExample(long Request, string? Variable, int? Length, string? Value);
