namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:requestBodyAccess=On</c>.</summary>
internal sealed record SetRequestBodyAccess(bool IsOn) : RuleAction;
