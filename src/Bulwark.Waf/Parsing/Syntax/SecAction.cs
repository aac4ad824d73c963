namespace Bulwark.Waf.Parsing.Syntax;

/// <summary><c>SecAction "ACTIONS"</c>: a rule that always matches.</summary>
internal sealed record SecAction(SourceLocation Location, IReadOnlyList<ActionSyntax> Actions) : Directive(Location);
