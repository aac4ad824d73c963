namespace Bulwark.Waf.Matching.Syntax;

/// <summary>A pattern as a tree.</summary>
/// <param name="Root">The whole pattern.</param>
/// <param name="Groups">How many groups capture.</param>
internal sealed record ParsedPattern(Node Root, int Groups);
