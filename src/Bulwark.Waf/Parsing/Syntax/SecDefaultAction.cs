namespace Bulwark.Waf.Parsing.Syntax;

/// <summary><c>SecDefaultAction "ACTIONS"</c>: what the rules of a phase do where they do not say otherwise.</summary>
internal sealed record SecDefaultAction(SourceLocation Location, IReadOnlyList<ActionSyntax> Actions) : Directive(Location);
