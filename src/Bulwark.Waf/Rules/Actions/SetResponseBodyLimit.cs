namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:responseBodyLimit=65536</c>, in bytes.</summary>
internal sealed record SetResponseBodyLimit(int Limit) : RuleAction;
