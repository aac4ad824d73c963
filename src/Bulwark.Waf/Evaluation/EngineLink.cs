using Bulwark.Waf.Actions;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Evaluation;

/// <summary>One link of a chain, or the only one: a question and what is done as soon as it is answered with yes.</summary>
internal sealed class EngineLink
{
    /// <summary>What the operator looks at; empty for <c>SecAction</c>.</summary>
    public required EngineTarget[] Targets { get; init; }

    /// <summary>The question; null for <c>SecAction</c>, which always matches.</summary>
    public required Operator? Operator { get; init; }

    public bool IsNegated { get; init; }

    /// <summary>What is done with each value first.</summary>
    public required TransformationChain Chain { get; init; }

    /// <summary><c>capture</c>: a match leaves <c>TX:0</c> to <c>TX:9</c>.</summary>
    public bool Captures { get; init; }

    /// <summary><c>multiMatch</c>: the question is asked before the transformations and after each that changed the value.</summary>
    public bool IsMultiMatch { get; init; }

    /// <summary>Executed for each value that matches: <c>setvar</c>.</summary>
    public RuleEffect[] MatchEffects { get; init; } = [];

    /// <summary>Executed once all links have matched, the last link's first.</summary>
    public RuleEffect[] Effects { get; init; } = [];

    /// <summary><c>msg</c>; null where the link has none.</summary>
    public MacroText? Message { get; init; }

    /// <summary><c>logdata</c>; null where the link has none.</summary>
    public MacroText? LogData { get; init; }

    public Severity? Severity { get; init; }
}
