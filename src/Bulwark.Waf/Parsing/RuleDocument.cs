using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Parsing;

/// <summary>What the rule files say, in the order in which ModSecurity reads them: what <c>Include</c> names stands in its place.</summary>
internal sealed record RuleDocument(IReadOnlyList<Directive> Directives);
