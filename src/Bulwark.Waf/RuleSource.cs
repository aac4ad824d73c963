namespace Bulwark.Waf;

/// <summary>A file with rules, or (with <paramref name="Text"/>) rules that somebody holds in memory.</summary>
internal sealed record RuleSource(string Name, string? Text);
