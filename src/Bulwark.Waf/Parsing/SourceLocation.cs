namespace Bulwark.Waf.Parsing;

/// <summary>A place in a rule file: shown in every message about what stands there.</summary>
/// <param name="File">The file's path as the operator named it, or a description of text that came from elsewhere.</param>
/// <param name="Line">The line on which the directive begins; the first is 1.</param>
public readonly record struct SourceLocation(string File, int Line)
{
    public override string ToString() => $"{File}:{Line}";
}
