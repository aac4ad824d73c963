using Bulwark.Waf.Parsing;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>setsid</c>, <c>setuid</c>, <c>setrsc</c>: names the session, user or resource (<c>SESSIONID</c>, <c>USERID</c>) and opens its collection.</summary>
/// <param name="Collection">SESSION, USER or RESOURCE.</param>
/// <param name="Key">Who it is.</param>
internal sealed record SetCollectionId(VariableKind Collection, MacroText Key) : RuleAction;
