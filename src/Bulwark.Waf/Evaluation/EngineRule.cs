using Bulwark.Waf.Acl;
using Bulwark.Waf.Parsing;

namespace Bulwark.Waf.Evaluation;

/// <summary>A rule as it is evaluated: a chain of links, and what happens when all of them match.</summary>
internal sealed class EngineRule
{
    public required RuleInfo Info { get; init; }

    /// <summary>The group that may be switched off for a transaction, and the rule with it; empty for rules that always apply.</summary>
    public string SwitchableGroup => Info.Group == BuiltInGroups.Setup ? "" : Info.Group;

    /// <summary>Its number in the engine, over all phases.</summary>
    public required int Number { get; init; }

    public required EngineLink[] Links { get; init; }

    /// <summary>Whether a match is logged: <c>log</c> or <c>nolog</c>.</summary>
    public bool IsLogged { get; init; }

    /// <summary>What ends the request when the rule matches; null for <c>pass</c> and <c>allow</c>.</summary>
    public InterruptionAction? Disruption { get; init; }

    /// <summary><c>status</c>: the answer's status.</summary>
    public int Status { get; init; } = 403;

    /// <summary>Where <c>redirect</c> leads; null for the others.</summary>
    public MacroText? RedirectTo { get; init; }

    /// <summary>What <c>allow</c> lets pass.</summary>
    public AllowScope Allows { get; init; }

    /// <summary>Where in its phase evaluation goes on when the rule matches: an index into the phase's rules. 0 for the next rule.</summary>
    /// <remarks>It is always behind the rule itself: <c>skip</c> and <c>skipAfter</c> only lead forward.</remarks>
    public int SkipTo { get; init; }
}
