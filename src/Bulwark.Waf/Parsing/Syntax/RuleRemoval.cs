namespace Bulwark.Waf.Parsing.Syntax;

/// <summary><c>SecRuleRemoveById</c>, <c>SecRuleRemoveByTag</c>, <c>SecRuleRemoveByMsg</c>.</summary>
internal sealed record RuleRemoval(SourceLocation Location, RuleSelection Rules) : Directive(Location);
