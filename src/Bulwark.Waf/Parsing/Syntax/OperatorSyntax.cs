namespace Bulwark.Waf.Parsing.Syntax;

/// <summary>The operator of a rule: <c>"!@within GET HEAD"</c>. Without a name it is <c>rx</c>.</summary>
/// <param name="Name">Its name without the at sign, in its usual spelling (<c>ipMatchFromFile</c> for <c>ipMatchF</c>).</param>
/// <param name="Argument">What follows the name and the white space after it; white space at its end belongs to it.</param>
/// <param name="IsNegated">Whether the rule matches when the operator does not.</param>
internal sealed record OperatorSyntax(string Name, string Argument, bool IsNegated);
