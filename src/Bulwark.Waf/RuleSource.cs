namespace Bulwark.Waf;

/// <summary>A file with rules, or (with <paramref name="Text"/>) rules that somebody holds in memory.</summary>
/// <param name="Name">The path, or what stands for it in messages.</param>
/// <param name="Text">The rules; null for a file.</param>
/// <param name="Group">What its rules are a part of; empty for nothing.</param>
internal sealed record RuleSource(string Name, string? Text, string Group);
