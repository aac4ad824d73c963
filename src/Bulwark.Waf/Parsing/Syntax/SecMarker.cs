namespace Bulwark.Waf.Parsing.Syntax;

/// <summary><c>SecMarker NAME</c>: where <c>skipAfter:NAME</c> goes on.</summary>
internal sealed record SecMarker(SourceLocation Location, string Name) : Directive(Location);
