using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:ruleRemoveById</c>, <c>ctl:ruleRemoveByTag</c>, <c>ctl:ruleRemoveByMsg</c>: rules that this transaction does without.</summary>
internal sealed record RemoveRules(RuleSelection Rules) : RuleAction;
