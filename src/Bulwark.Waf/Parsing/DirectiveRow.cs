namespace Bulwark.Waf.Parsing;

/// <summary>A directive as <see cref="DirectiveTable"/> lists it.</summary>
/// <param name="Name">Its usual spelling; names are compared without case.</param>
/// <param name="Form">What it is.</param>
/// <param name="Minimum">How many arguments it has at least.</param>
/// <param name="Maximum">How many arguments it has at most.</param>
/// <param name="Reason">Why it is refused; null for one that is not.</param>
internal sealed record DirectiveRow(string Name, DirectiveForm Form, int Minimum, int Maximum, string? Reason = null);
