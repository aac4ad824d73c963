using Bulwark.Waf.Parsing;

namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>setenv:name=value</c>: a value for <c>ENV</c> in this transaction; the process keeps its environment.</summary>
internal sealed record SetEnvironment(MacroText Name, MacroText Value) : RuleAction;
