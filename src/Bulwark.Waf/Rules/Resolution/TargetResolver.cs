using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Rules.Resolution;

/// <summary>Gives each target of a rule the exclusions that concern it, and removes targets of which nothing is left.</summary>
internal static class TargetResolver
{
    public static IReadOnlyList<RuleTarget> Resolve(IReadOnlyList<TargetSyntax> targets)
    {
        var exclusions = targets.Where(target => target.Form == TargetForm.Exclusion).ToList();
        return
        [
            .. targets.Where(target => target.Form != TargetForm.Exclusion && !exclusions.Exists(exclusion => Covers(exclusion, target)))
                .Select(target => Resolve(target, exclusions)),
        ];
    }

    private static RuleTarget Resolve(TargetSyntax target, List<TargetSyntax> exclusions) => new(
        target.Kind,
        target.Form == TargetForm.Count,
        target.Selector,
        target.IsRegex,
        [
            .. exclusions.Where(exclusion => exclusion.Kind == target.Kind && target.Form != TargetForm.Count)
                .Select(exclusion => new TargetExclusion(exclusion.Selector!, exclusion.IsRegex)).Distinct(),
        ]);

    /// <summary>Whether an exclusion is about the whole variable, or about the very part that the target names.</summary>
    private static bool Covers(TargetSyntax exclusion, TargetSyntax target) =>
        exclusion.Kind == target.Kind
        && target.Form != TargetForm.Count
        && (exclusion.Selector is null
            || (exclusion.IsRegex == target.IsRegex && string.Equals(exclusion.Selector, target.Selector, StringComparison.OrdinalIgnoreCase)));
}
