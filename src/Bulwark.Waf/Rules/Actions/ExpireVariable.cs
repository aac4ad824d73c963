using Bulwark.Waf.Parsing;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>expirevar:ip.flag=60</c>: the variable disappears after that many seconds.</summary>
internal sealed record ExpireVariable(VariableKind Collection, MacroText Name, MacroText Seconds) : RuleAction;
