using Bulwark.Waf.Matching.Automata;
using Bulwark.Waf.Rules;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>What is evaluated in each phase, and what is found out about values beforehand, for all rules at once.</summary>
internal sealed class EnginePlan
{
    private readonly PlannedRule[][] _phases;

    private EnginePlan(EngineRules rules, IReadOnlySet<EngineRule> live, IReadOnlyList<Source> sources)
    {
        Rules = rules;
        Sources = sources;
        _phases = [.. Enum.GetValues<RulePhase>().Select(phase => Phase(rules[phase], live))];
    }

    public EngineRules Rules { get; }

    /// <summary>The values about which something is found out beforehand, by their numbers.</summary>
    public IReadOnlyList<Source> Sources { get; }

    /// <summary>The rules of a phase in their order.</summary>
    public PlannedRule[] this[RulePhase phase] => _phases[(int)phase - 1];

    /// <summary>Every rule in its order, each asked by itself: the yardstick for <see cref="Build"/>.</summary>
    public static EnginePlan Reference(EngineRules rules) => new(rules, rules.All.ToHashSet(), []);

    /// <summary>Only rules that some transaction can reach, and what they ask about the same values asked at once. Always decides as <see cref="Reference"/> does.</summary>
    public static EnginePlan Build(EngineRules rules)
    {
        var live = RuleWalk.LiveRules(rules);
        var sources = new SourceBuilder(new AutomatonMemory(AutomatonMemory.DefaultLimit));
        foreach (var phase in Enum.GetValues<RulePhase>())
            sources.AddPhase([.. rules[phase].Where(live.Contains)]);

        return new EnginePlan(rules, live, sources.Sources);
    }

    private static PlannedRule[] Phase(EngineRule[] rules, IReadOnlySet<EngineRule> live)
    {
        var places = new int[rules.Length + 1]; // where in the plan each rule is, or the next one that is left
        for (var i = 0; i < rules.Length; i++)
            places[i + 1] = places[i] + (live.Contains(rules[i]) ? 1 : 0);

        return [.. rules.Where(live.Contains).Select(rule => new PlannedRule(rule, rule.SkipTo > 0 ? places[rule.SkipTo] : 0, GateOf(rule)))];
    }

    private static Probe[] GateOf(EngineRule rule)
    {
        var targets = rule.Links[0].Targets;
        return targets.All(target => target.Probe is not null) ? [.. targets.Select(target => target.Probe!)] : [];
    }
}
