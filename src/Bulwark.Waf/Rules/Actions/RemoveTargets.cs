using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:ruleRemoveTargetById=942100;ARGS:text</c> and its kin: what some rules do not look at in this transaction.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="Target">The variable, with or without a name.</param>
internal sealed record RemoveTargets(RuleSelection Rules, TargetSyntax Target) : RuleAction;
