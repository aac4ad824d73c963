namespace Bulwark.LoadBalancer.MutualTls.Journal;

/// <summary>Whom <c>verify</c> would refuse, as far as <c>audit</c> has seen since the load balancer started.</summary>
/// <param name="Entries">By certificate and reason, the most frequent first.</param>
/// <param name="Overflow">How many connections found the record full: they are in no entry.</param>
public sealed record AuditReport(IReadOnlyList<AuditEntry> Entries, long Overflow);
