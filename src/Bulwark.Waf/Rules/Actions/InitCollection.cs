using Bulwark.Waf.Parsing;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>initcol:ip=%{remote_addr}</c>: from now on the collection is the stored one with that key.</summary>
internal sealed record InitCollection(VariableKind Collection, MacroText Key) : RuleAction;
