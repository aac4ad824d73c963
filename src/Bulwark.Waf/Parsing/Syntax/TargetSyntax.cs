using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Parsing.Syntax;

/// <summary>One variable of a rule: <c>ARGS</c>, <c>&amp;ARGS:x</c>, <c>!REQUEST_COOKIES:/__utm/</c>, <c>XML:/*</c>.</summary>
/// <param name="Form">Values, count, or exclusion.</param>
/// <param name="Kind">The variable.</param>
/// <param name="Selector">The name inside the collection (or the regular expression without its slashes); null for the whole collection.</param>
/// <param name="IsRegex">Whether <paramref name="Selector"/> is a regular expression.</param>
internal readonly record struct TargetSyntax(TargetForm Form, VariableKind Kind, string? Selector, bool IsRegex);
