using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:ruleRemovePathByTag=attack-sqli;content.body</c> and its kin, which ModSecurity does not have: values of a JSON body that some rules do not look at in this transaction.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="Path">Where the values lie, as a path; with <c>.**</c> at its end everything below.</param>
internal sealed record RemovePaths(RuleSelection Rules, string Path) : RuleAction;
