using Bulwark.Waf.Bodies;

namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>ctl:requestBodyProcessor=JSON</c>.</summary>
internal sealed record SetRequestBodyFormat(BodyFormat Format) : RuleAction;
