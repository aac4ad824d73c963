namespace Bulwark.Waf.Parsing.Syntax;

/// <summary>One directive of a rule file, read but not yet resolved.</summary>
internal abstract record Directive(SourceLocation Location);
