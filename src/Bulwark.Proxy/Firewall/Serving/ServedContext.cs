using Bulwark.Waf;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>What all connections of <c>waf serve</c> share.</summary>
internal sealed record ServedContext(WafEngine Engine, UpstreamPool Upstream, DecisionLog Log, HeldMemory Memory, int BodyLimit, int AnswerLimit, string? LogIdHeader, TimeProvider Time);
