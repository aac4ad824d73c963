namespace Bulwark.Waf.Parsing;

/// <summary>An action as <see cref="ActionTable"/> lists it.</summary>
/// <param name="Name">Its usual spelling; names are compared without case.</param>
/// <param name="Argument">Whether it has an argument after its colon.</param>
/// <param name="Reason">Why it is refused; null for one that is not.</param>
internal sealed record ActionRow(string Name, ActionArgument Argument, string? Reason = null);
