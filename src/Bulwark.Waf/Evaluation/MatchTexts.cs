using System.Text;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Evaluation;

/// <summary>What the links of a rule say about their match; the one that is read later, which is the earlier link, replaces the text of another.</summary>
internal struct MatchTexts
{
    public string? Message { get; private set; }

    public string? Data { get; private set; }

    public Severity? Severity { get; private set; }

    /// <summary>Takes over what a link says of a rule that matched as a whole.</summary>
    public void Read(TransactionState transaction, EngineRule rule, EngineLink link)
    {
        if (link.Severity is { } severity)
        {
            Severity = severity;
            transaction.RaiseSeverity(severity);
        }

        if (!rule.IsLogged && rule.Disruption is null)
            return;

        if (link.LogData is { } data)
            Data = Beginning(transaction.Expand(data));

        if (link.Message is { } message)
            Message = Beginning(transaction.Expand(message));
    }

    /// <summary>The match as it is told to whoever asked.</summary>
    public readonly RuleMatch ToMatch(TransactionState transaction, EngineRule rule)
    {
        var matched = transaction.Matched.Values;
        var variables = new MatchedVariable[Math.Min(matched.Length, RuleMatch.MaxVariables)];
        for (var i = 0; i < variables.Length; i++)
            variables[i] = Variable(matched[i]);

        return new RuleMatch
        {
            Rule = rule.Info,
            Message = Message ?? "",
            Data = Data ?? "",
            Severity = Severity,
            AnomalyScore = transaction.AnomalyScore,
            Variables = variables,
            VariableCount = matched.Length,
        };
    }

    /// <summary>What is told outlives the request, and a macro may stand for all of a body.</summary>
    private static string Beginning(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, RuleMatch.MaxTextLength)]);

    private static MatchedVariable Variable(in MatchedValue value) => new(
        Text(value.Name),
        value.Path.IsEmpty ? null : Text(value.Path),
        value.Value.Length,
        value.Value.Span[..Math.Min(value.Value.Length, MatchedVariable.MaxValueLength)].ToArray());

    private static string Text(ByteSlice bytes) => Encoding.UTF8.GetString(bytes.Span);
}
