using Bulwark.Core;
using Bulwark.Proxy.Firewall.Acl;
using Bulwark.Waf.Acl;

namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>The settings of a tier's firewall, whose rules are asked about recorded requests as the tier would ask them.</summary>
/// <param name="Options">Its section <c>waf</c>.</param>
/// <param name="Hosts">The names of the instance.</param>
public sealed record ReplayedSettings(FirewallOptions Options, IReadOnlyList<string> Hosts)
{
    /// <exception cref="OperatorException">The rules do not load; the message tells every problem.</exception>
    internal WebAcl Load() => FirewallAcl.Create(Options, Hosts, TimeProvider.System);
}
