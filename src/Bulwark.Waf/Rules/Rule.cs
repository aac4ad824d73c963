using Bulwark.Waf.Parsing;

namespace Bulwark.Waf.Rules;

/// <summary>A rule with everything resolved that does not depend on a transaction.</summary>
internal sealed record Rule
{
    public required int Id { get; init; }

    public required RulePhase Phase { get; init; }

    /// <summary>The rule itself, then what it is chained with: all must match.</summary>
    public required IReadOnlyList<RuleLink> Links { get; init; }

    public required Disruption Disruption { get; init; }

    /// <summary>Whether a match is told (<c>log</c>, <c>nolog</c>).</summary>
    public bool IsLogged { get; init; } = true;

    /// <summary>Whether a match makes the transaction worth an audit entry (<c>auditlog</c>, <c>noauditlog</c>).</summary>
    public bool IsAuditLogged { get; init; } = true;

    /// <summary>Where evaluation goes on after a match, as an index into the rules of the phase (their number when it is the end of the phase);
    /// null for the next rule. It is what <c>skip</c> and <c>skipAfter</c> come to.</summary>
    public int? JumpTo { get; init; }

    public RuleLink Head => Links[0];

    public SourceLocation Location => Head.Location;

    public override string ToString() => $"rule {Id} ({Location})";
}
