namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:requestBodyLimit=65536</c>, in bytes.</summary>
internal sealed record SetRequestBodyLimit(int Limit) : RuleAction;
