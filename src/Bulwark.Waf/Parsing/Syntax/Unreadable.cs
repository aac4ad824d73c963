namespace Bulwark.Waf.Parsing.Syntax;

/// <summary>Stands where a directive was that has a problem, so that what refers to its neighbours is not told wrong things about them.</summary>
internal sealed record Unreadable(SourceLocation Location) : Directive(Location);
