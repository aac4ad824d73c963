namespace Bulwark.Waf.Parsing.Syntax;

/// <summary><c>SecRule VARIABLES "OPERATOR" "ACTIONS"</c>.</summary>
internal sealed record SecRule(SourceLocation Location, IReadOnlyList<TargetSyntax> Targets, OperatorSyntax Operator, IReadOnlyList<ActionSyntax> Actions)
    : Directive(Location);
