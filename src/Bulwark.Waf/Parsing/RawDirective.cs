namespace Bulwark.Waf.Parsing;

/// <summary>A directive's words, before anybody asked what they mean.</summary>
/// <param name="Location">Where it begins.</param>
/// <param name="Name">The first word, as written.</param>
/// <param name="Arguments">The other words: without their quotes, escaped quotes and line ends resolved.</param>
internal sealed record RawDirective(SourceLocation Location, string Name, IReadOnlyList<string> Arguments);
