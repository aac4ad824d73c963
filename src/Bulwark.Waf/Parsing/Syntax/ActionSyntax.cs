namespace Bulwark.Waf.Parsing.Syntax;

/// <summary>One action of a rule: <c>deny</c>, <c>t:lowercase</c>, <c>setvar:'tx.score=+5'</c>.</summary>
/// <param name="Name">Its name, in its usual spelling.</param>
/// <param name="Argument">What follows the colon, without quotes; null without one.</param>
internal readonly record struct ActionSyntax(string Name, string? Argument);
