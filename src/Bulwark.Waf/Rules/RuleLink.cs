using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Rules.Actions;

namespace Bulwark.Waf.Rules;

/// <summary>One condition of a rule and what happens when it holds. A rule without <c>chain</c> has one link.</summary>
internal sealed record RuleLink
{
    public required SourceLocation Location { get; init; }

    /// <summary>What the operator looks at. Empty where exclusions left nothing over: then the link never matches.</summary>
    public required IReadOnlyList<RuleTarget> Targets { get; init; }

    /// <summary>The question; null for <c>SecAction</c>, which always matches.</summary>
    public required OperatorSyntax? Operator { get; init; }

    /// <summary>The transformations in their order, in their usual spelling; <c>none</c> has been resolved.</summary>
    public required IReadOnlyList<string> Transformations { get; init; }

    /// <summary>Whether the operator looks at the value before the first transformation and after each that changed it.</summary>
    public bool IsMultiMatch { get; init; }

    /// <summary>Whether the operator leaves what it captured in <c>TX:0</c> to <c>TX:9</c>.</summary>
    public bool IsCapture { get; init; }

    /// <summary>The actions that are neither disruptive nor metadata, in the order of the rule.</summary>
    public required IReadOnlyList<RuleAction> Actions { get; init; }

    public MacroText? Message { get; init; }

    public MacroText? LogData { get; init; }

    public Severity? Severity { get; init; }

    public IReadOnlyList<MacroText> Tags { get; init; } = [];

    public string? Version { get; init; }

    public string? Revision { get; init; }

    public int? Maturity { get; init; }

    public int? Accuracy { get; init; }
}
