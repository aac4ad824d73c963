using Bulwark.Waf;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>What all connections of <c>waf serve</c> share.</summary>
/// <param name="Engine">The rules.</param>
/// <param name="Upstream">Where requests go.</param>
/// <param name="Log">Where decisions are written.</param>
/// <param name="Memory">What there is for bodies that wait.</param>
/// <param name="Options">What the operator wants.</param>
/// <param name="Time">The clock.</param>
/// <param name="Ending">The server has waited long enough for what is still under way.</param>
internal sealed record ServedContext(WafEngine Engine, UpstreamPool Upstream, DecisionLog Log, HeldMemory Memory, WafServeOptions Options, TimeProvider Time, CancellationToken Ending);
