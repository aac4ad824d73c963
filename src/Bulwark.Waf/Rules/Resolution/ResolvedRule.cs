namespace Bulwark.Waf.Rules.Resolution;

/// <summary>A rule, and what is left to be resolved when all rules are known.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Skip">How many rules of its phase it skips; null for none.</param>
/// <param name="SkipAfter">The marker, or the ID of a rule, after which it goes on; null for none.</param>
internal sealed record ResolvedRule(Rule Rule, int? Skip, string? SkipAfter);
