using Bulwark.Core.Control;

namespace Bulwark.Proxy.Firewall;

/// <summary>A mode that an operator set at run time.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="At">When.</param>
/// <param name="By">The process that asked.</param>
internal sealed record FirewallOverride(FirewallMode Mode, DateTimeOffset At, ControlPeer By);
