using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Rules;

/// <summary>What a rule looks at in one variable.</summary>
/// <param name="Kind">The variable.</param>
/// <param name="IsCount">Whether the operator gets the number of values and not the values.</param>
/// <param name="Selector">The name inside the collection, or the regular expression without its slashes; null for all of it.</param>
/// <param name="IsRegex">Whether <paramref name="Selector"/> is a regular expression.</param>
/// <param name="Exclusions">What is left out. What leaves out the whole target has removed it from the rule already.
/// None for a count: as in libmodsecurity 3, a count is left out as a whole or not at all.</param>
internal sealed record RuleTarget(VariableKind Kind, bool IsCount, string? Selector, bool IsRegex, IReadOnlyList<TargetExclusion> Exclusions);
