namespace Bulwark.Waf;

/// <summary>A rule that matched and is to be logged.</summary>
/// <remarks>It lives longer than its transaction. <see cref="Message"/>, <see cref="Data"/> and the values of <see cref="Variables"/> hold bytes of the request.</remarks>
public sealed class RuleMatch
{
    /// <summary>What the rule says of itself.</summary>
    public required RuleInfo Rule { get; init; }

    /// <summary><c>msg</c> with its macros replaced, at most <see cref="MaxTextLength"/> bytes of it; empty without one.</summary>
    public required string Message { get; init; }

    /// <summary><c>logdata</c> with its macros replaced, at most <see cref="MaxTextLength"/> bytes of it; empty without one.</summary>
    public required string Data { get; init; }

    /// <summary><c>severity</c> of the last link of the chain that has one.</summary>
    public Severity? Severity { get; init; }

    /// <summary>What the rules of the Core Rule Set had added up to when this one had matched, over all levels of paranoia; 0 without it.</summary>
    public int AnomalyScore { get; init; }

    /// <summary>The values that matched, of all links of the chain, in their order; at most <see cref="MaxVariables"/>.</summary>
    public required IReadOnlyList<MatchedVariable> Variables { get; init; }

    /// <summary>How many values matched; more than there are in <see cref="Variables"/> when there were very many.</summary>
    public required int VariableCount { get; init; }

    /// <summary>How many of the values that matched one match shows.</summary>
    public const int MaxVariables = 32;

    /// <summary>How many bytes of a text one match shows.</summary>
    public const int MaxTextLength = 1024;

    public override string ToString() => $"{Rule.Id} {Message}";
}
