using Bulwark.Waf.Acl.Compilation;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Acl.Exclusions;

/// <summary>Makes exclusions ready, and tells everything that is wrong with them.</summary>
internal sealed class ExclusionCompiler(WafEngine engine, AclProblems problems)
{
    private readonly IReadOnlyList<EngineRule> _rules = engine.Plan.Rules.All;

    public Exclusion[] Compile(IReadOnlyList<ExclusionOptions> options) => [.. options.Select(Compile).OfType<Exclusion>()];

    private Exclusion? Compile(ExclusionOptions options, int number)
    {
        var wrong = options.Check();
        foreach (var problem in wrong)
            problems.Add($"exclusions[{number}].{problem.Path}", problem.Message);

        if (wrong.Count > 0 || RulesOf(options, number) is not { } rules)
            return null;

        return new Exclusion(
            number,
            new RoutePattern(options.Method, options.Path),
            options.JsonPath is { } path ? new PathSelector(path) : null,
            options.Field is { } field ? NameSelector.OfExactName(field) : null,
            rules);
    }

    private RuleMask? RulesOf(ExclusionOptions options, int number)
    {
        if (options.Rule is { } id)
        {
            if (_rules.Any(rule => rule.Info.Id == id && IsExcludable(rule)))
                return MaskOf(rule => rule.Info.Id == id);

            problems.Add($"exclusions[{number}].rule", _rules.Any(rule => rule.Info.Id == id) ? $"{id} cannot be excluded: it does not look for attacks in what people write" : $"there is no rule {id}");
            return null;
        }

        var unknown = options.Tags.Where(tag => !_rules.Any(rule => Has(rule, tag))).ToList();
        foreach (var tag in unknown)
            problems.Add($"exclusions[{number}].tags", $"no rule has the tag '{tag}'");

        return unknown.Count > 0 ? null : MaskOf(rule => options.Tags.Any(tag => Has(rule, tag)));
    }

    private static bool Has(EngineRule rule, string tag) => IsExcludable(rule) && rule.Info.Tags.Contains(tag, StringComparer.Ordinal);

    private static bool IsExcludable(EngineRule rule) => ExcludableTags.ContainsGroup(rule.Info.Group) && rule.Info.Tags.Any(ExcludableTags.Contains);

    private RuleMask MaskOf(Func<EngineRule, bool> isMeant) => RuleMask.Of(_rules.Count, _rules.Where(isMeant).Select(rule => rule.Number));
}
