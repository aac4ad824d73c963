namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:forceRequestBodyVariable=On</c>: <c>REQUEST_BODY</c> is there for a body of any type.</summary>
internal sealed record ForceRequestBodyVariable(bool IsOn) : RuleAction;
