namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>What rules say of a recorded request.</summary>
/// <param name="WouldBlock">Whether it would be refused if everything that counts did block.</param>
/// <param name="IsBudgetExceeded">Whether it was too costly to be inspected to its end.</param>
/// <param name="Matches">The rules that matched, in their order.</param>
internal sealed record ReplayVerdict(bool WouldBlock, bool IsBudgetExceeded, IReadOnlyList<ReplayMatch> Matches)
{
    /// <summary>The rule that refuses it in the modes of the settings; null when it passes.</summary>
    public ReplayDecider? Decider { get; init; }
}
