namespace Bulwark.Waf.Parsing.Syntax;

/// <summary><c>SecRuleUpdateActionById ID "ACTIONS"</c>.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Id">The rule.</param>
/// <param name="Link">Which rule of its chain (<c>ID:LINK</c>): 0 is the first.</param>
/// <param name="Actions">What the rule does from now on; an action that can be given once replaces the rule's own.</param>
internal sealed record ActionUpdate(SourceLocation Location, int Id, int Link, IReadOnlyList<ActionSyntax> Actions) : Directive(Location);
