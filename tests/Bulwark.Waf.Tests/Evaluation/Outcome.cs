using System.Text;

namespace Bulwark.Waf.Tests.Evaluation;

/// <summary>What an engine said about a request.</summary>
internal sealed record Outcome(IReadOnlyList<RuleMatch> Matches, Interruption? Interruption, Interruption? WouldInterrupt, bool IsBudgetExceeded, string Tx, long Cost)
{
    public Outcome(Transaction transaction)
        : this([.. transaction.Matches], transaction.Interruption, transaction.WouldInterrupt, transaction.IsBudgetExceeded, TxOf(transaction), transaction.Cost)
    {
    }

    public IEnumerable<int> Ids => Matches.Select(match => match.Rule.Id);

    /// <summary>Everything that two evaluations of the same request must agree on.</summary>
    public string Summary => string.Join('\n', Matches.Select(Text).Append($"{Interruption} {WouldInterrupt} {IsBudgetExceeded}").Append(Tx));

    private static string Text(RuleMatch match) =>
        $"{match.Rule.Id} [{match.Message}] [{match.Data}] {match.Severity} {string.Join(' ', match.Variables.Select(variable => $"{variable.Name}/{variable.Path}={Encoding.Latin1.GetString(variable.Value.Span)}"))}";

    private static string TxOf(Transaction transaction)
    {
        var tx = transaction.State.Tx;
        return string.Join('\n', tx.Written.ToArray().Where(slot => tx.TryGet(slot, out _)).Select(slot => $"{tx.NameOf(slot)}={(tx.TryGet(slot, out var value) ? value.ToString() : "")}").Order(StringComparer.Ordinal));
    }
}
