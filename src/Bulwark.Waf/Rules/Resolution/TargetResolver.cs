using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Rules.Resolution;

/// <summary>Gives each target of a rule the exclusions that concern it, and removes targets of which nothing is left.</summary>
/// <remarks>
/// As libmodsecurity 3 does it: an exclusion takes away the target that is said in the same words, and leaves values out of the others. One that the rule itself has does not
/// look at case, and does not narrow a target that has a name; one of <c>SecRuleUpdateTarget...</c> means the very name, of whatever target.
/// </remarks>
internal static class TargetResolver
{
    /// <param name="targets">What the rule says.</param>
    /// <param name="added">What updates add to it.</param>
    public static IReadOnlyList<RuleTarget> Resolve(IReadOnlyList<TargetSyntax> targets, IReadOnlyList<TargetSyntax> added)
    {
        var own = targets.Where(IsExclusion).ToList();
        var updates = added.Where(IsExclusion).ToList();
        return
        [
            .. targets.Concat(added).Where(target => !IsExclusion(target) && !own.Concat(updates).Any(exclusion => IsSame(exclusion, target)))
                .Select(target => Resolve(target, own, updates)),
        ];
    }

    private static RuleTarget Resolve(TargetSyntax target, List<TargetSyntax> own, List<TargetSyntax> updates)
    {
        var isNamed = target is { Selector: not null, IsRegex: false };
        var exclusions = own.Where(exclusion => !isNamed && Concerns(exclusion, target)).Select(exclusion => new TargetExclusion(exclusion.Selector!, exclusion.IsRegex, IsExact: false))
            .Concat(updates.Where(exclusion => Concerns(exclusion, target)).Select(Exact));

        return new RuleTarget(target.Kind, target.Form == TargetForm.Count, target.Selector, target.IsRegex, [.. exclusions.Distinct()]);
    }

    private static TargetExclusion Exact(TargetSyntax exclusion) =>
        new(exclusion.Selector!, exclusion.IsRegex, IsExact: !exclusion.IsRegex && VariableTable.HasExactNames(exclusion.Kind));

    private static bool IsExclusion(TargetSyntax target) => target.Form == TargetForm.Exclusion;

    private static bool Concerns(TargetSyntax exclusion, TargetSyntax target) =>
        exclusion.Kind == target.Kind && exclusion.Selector is not null && target.Form != TargetForm.Count;

    private static bool IsSame(TargetSyntax exclusion, TargetSyntax target) =>
        exclusion.Kind == target.Kind
        && exclusion.IsRegex == target.IsRegex
        && string.Equals(exclusion.Selector, target.Selector, VariableTable.HasExactNames(target.Kind) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
}
