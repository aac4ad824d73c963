using Bulwark.Waf.Rules.Settings;

namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:ruleEngine=Off</c>.</summary>
internal sealed record SetRuleEngine(RuleEngineMode Mode) : RuleAction;
