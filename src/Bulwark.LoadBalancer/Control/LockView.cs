using Bulwark.LoadBalancer.MutualTls.Journal;

namespace Bulwark.LoadBalancer.Control;

/// <summary>The answer to <c>GET /lock</c>.</summary>
/// <param name="Listeners">Every listener, the default one first.</param>
/// <param name="Audit">Whom <c>verify</c> would refuse, as far as <c>audit</c> has seen.</param>
public sealed record LockView(IReadOnlyList<ListenerLockView> Listeners, AuditReport Audit);
