namespace Bulwark.Waf.Parsing.Syntax;

/// <summary><c>SecRuleUpdateTargetById</c>, <c>SecRuleUpdateTargetByTag</c>, <c>SecRuleUpdateTargetByMsg</c>: more targets or exclusions.</summary>
internal sealed record TargetUpdate(SourceLocation Location, RuleSelection Rules, IReadOnlyList<TargetSyntax> Targets) : Directive(Location);
