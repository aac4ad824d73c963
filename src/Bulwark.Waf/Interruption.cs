namespace Bulwark.Waf;

/// <summary>What a rule wants done with the request in place of handling it.</summary>
/// <param name="Action">Refuse, drop the connection, or redirect.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Phase">The phase in which the rule matched, 1 to 5.</param>
/// <param name="RuleId">The rule; 0 when a limit was exceeded and not a rule decided.</param>
/// <param name="Reason">The rule's message with its macros replaced, or which limit it was.</param>
/// <param name="Location">Where a redirect leads; null for the others.</param>
public sealed record Interruption(InterruptionAction Action, int Status, int Phase, int RuleId, string Reason, string? Location = null);
