using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Rules.Resolution;

/// <summary>A <c>SecRule</c> or <c>SecAction</c> as written.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Targets">Its variables; none for <c>SecAction</c>.</param>
/// <param name="Operator">Its operator; null for <c>SecAction</c>.</param>
/// <param name="Actions">Its actions.</param>
internal sealed record LinkDraft(
    SourceLocation Location,
    IReadOnlyList<TargetSyntax> Targets,
    OperatorSyntax? Operator,
    IReadOnlyList<ActionSyntax> Actions)
{
    public bool IsChained => Has("chain");

    public bool Has(string action) => Actions.Any(candidate => candidate.Name == action);

    /// <summary>The draft of a rule; null for any other directive.</summary>
    public static LinkDraft? Of(Directive directive) => directive switch
    {
        SecRule rule => new LinkDraft(rule.Location, rule.Targets, rule.Operator, rule.Actions),
        SecAction action => new LinkDraft(action.Location, [], Operator: null, action.Actions),
        _ => null,
    };
}
