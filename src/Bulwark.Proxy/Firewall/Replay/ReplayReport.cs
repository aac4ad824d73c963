namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>What rules say of a recording.</summary>
/// <param name="Requests">How many requests the rules have seen.</param>
/// <param name="Skipped">How many entries were no HTTP requests.</param>
/// <param name="Matched">How many requests some rule matched.</param>
/// <param name="WouldBlock">How many would be refused if everything that counts did block.</param>
/// <param name="BudgetExceeded">How many were too costly to be inspected to their end; they are among those that would be refused.</param>
/// <param name="Rules">The rules that matched, those with most hits first.</param>
public sealed record ReplayReport(long Requests, long Skipped, long Matched, long WouldBlock, long BudgetExceeded, IReadOnlyList<ReplayRule> Rules);
