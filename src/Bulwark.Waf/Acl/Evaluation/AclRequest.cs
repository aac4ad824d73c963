using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Text;
using Bulwark.Waf.Transformations;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>One request on its way through a web ACL: what rules look at, and what they have left.</summary>
internal sealed class AclRequest(TransactionState state, Func<string, GroupMode> modeOf, AclScope scope)
{
    private List<AclMatch>? _matches;
    private List<KeyValuePair<string, string>>? _headers;
    private ByteBuffer? _key;
    private string? _rule;
    private string? _group;

    public TransactionState State { get; } = state;

    public TransactionData Data => State.Data;

    public LabelSet Labels { get; } = new();

    /// <summary>Values that are being looked at by the current statement.</summary>
    public ValueStore Values => State.Scratch;

    /// <summary>What a rate-based rule counts for, while it is put together.</summary>
    public ByteBuffer Key => _key ??= new ByteBuffer();

    public IReadOnlyList<AclMatch> Matches => (IReadOnlyList<AclMatch>?)_matches ?? [];

    public IReadOnlyList<KeyValuePair<string, string>> InsertHeaders => (IReadOnlyList<KeyValuePair<string, string>>?)_headers ?? [];

    /// <summary>What was asked; null unless somebody wants to know.</summary>
    public List<AclStep>? Steps { get; } = scope.Explains ? [] : null;

    /// <summary>Whether something was not looked at: the request cost too much, or had more arguments than are kept.</summary>
    public bool IsIncomplete => State.Budget.IsExceeded || Data.ArgumentsLimitExceeded;

    /// <summary>Whether rate-based rules count this request.</summary>
    public bool CountsRates => scope.CountsRates;

    public GroupMode ModeOf(string group) => modeOf(group);

    /// <summary>The matches of the engine's rules of a group, in the order of their evaluation; those that decide without being logged come last.</summary>
    public IEnumerable<RuleMatch> MatchesOf(string group)
    {
        foreach (var match in State.Matches)
        {
            if (IsIn(match, group))
                yield return match;
        }

        foreach (var match in State.SilentDecisions)
        {
            if (IsIn(match, group))
                yield return match;
        }
    }

    /// <summary>The value after a chain; good until the next call.</summary>
    public ReadOnlySpan<byte> Transform(TransformationChain chain, ByteSlice value)
    {
        var (first, second) = State.Transformed;
        return chain.Apply(value.Span, first, second);
    }

    /// <summary>Says which rule is asked from here on.</summary>
    public void Enter(string rule, string? group)
    {
        _rule = rule;
        _group = group;
    }

    /// <summary>Takes down what a statement answered, when somebody wants to know.</summary>
    public void Explain(string statement, bool isMatch, string? result = null) => Steps?.Add(new AclStep(_rule, _group, statement, isMatch, result));

    /// <summary>A rule has matched.</summary>
    public void Record(AclMatch match, AclAction applied, string[] labels)
    {
        (_matches ??= []).Add(match);
        if (applied.InsertHeaders.Length > 0)
            (_headers ??= []).AddRange(applied.InsertHeaders);

        foreach (var label in labels)
            Labels.Add(label);

        if (Steps is not null)
            Explain(match.Match is { } rule ? $"{rule.Rule.Id} {rule.Message}" : "rule", isMatch: true, ResultOf(match));
    }

    private static string ResultOf(AclMatch match) =>
        match.Action == match.Configured ? WordOf(match.Action) : $"{WordOf(match.Action)} in place of {WordOf(match.Configured)}";

    private static string WordOf(AclActionKind kind) => kind switch
    {
        AclActionKind.Allow => "allow",
        AclActionKind.Block => "block",
        AclActionKind.Count => "count",
    };

    private bool IsIn(RuleMatch match, string group) =>
        match.Rule.Phase >= scope.FirstPhase && match.Rule.Phase <= scope.LastPhase && match.Rule.Group == group;
}
