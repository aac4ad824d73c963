using Bulwark.Waf.Parsing;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Rules.Actions;

/// <summary><c>setvar:tx.score=+5</c>. It runs as soon as its link matches, even when the rest of the chain does not.</summary>
/// <param name="Collection">One of TX, IP, GLOBAL, RESOURCE, SESSION, USER.</param>
/// <param name="Name">The name inside the collection.</param>
/// <param name="Operation">What is done with it.</param>
/// <param name="Value">The new value or the number; 1 where the rule gives none. Empty for a removal.</param>
internal sealed record SetVariable(VariableKind Collection, MacroText Name, VariableOperation Operation, MacroText Value) : RuleAction;
