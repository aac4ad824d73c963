using Bulwark.Waf.Parsing;

namespace Bulwark.Waf;

/// <summary>One thing in a rule file that keeps it from being loaded.</summary>
public sealed record RuleProblem(SourceLocation Location, string Message)
{
    public override string ToString() => $"{Location}: {Message}";
}
