namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:responseBodyAccess=Off</c>.</summary>
internal sealed record SetResponseBodyAccess(bool IsOn) : RuleAction;
