using Bulwark.Waf.Matching.Automata;
using Bulwark.Waf.Rules;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>What is evaluated in each phase, and what is found out about values beforehand, for all rules at once.</summary>
internal sealed class EnginePlan
{
    private readonly PlannedRule[][] _phases;

    private EnginePlan(EngineRules rules, IReadOnlySet<EngineRule> live, IReadOnlyList<Source> sources, AutomatonMemory memory, Func<EngineRule, bool> doesSomething)
    {
        Rules = rules;
        Sources = sources;
        Memory = memory;
        _phases = [.. Enum.GetValues<RulePhase>().Select(phase => Phase(rules[phase], live, doesSomething))];
    }

    public EngineRules Rules { get; }

    /// <summary>The values about which something is found out beforehand, by their numbers.</summary>
    public IReadOnlyList<Source> Sources { get; }

    /// <summary>What all automata of the plan share.</summary>
    public AutomatonMemory Memory { get; }

    /// <summary>The rules of a phase in their order.</summary>
    public PlannedRule[] this[RulePhase phase] => _phases[(int)phase - 1];

    /// <summary>Every rule in its order, each asked by itself: the yardstick for <see cref="Build"/>.</summary>
    public static EnginePlan Reference(EngineRules rules) => new(rules, rules.All.ToHashSet(), [], new AutomatonMemory(AutomatonMemory.DefaultLimit), _ => true);

    /// <summary>Only rules that some transaction can reach, and what they ask about the same values asked at once. Always decides as <see cref="Reference"/> does.</summary>
    /// <param name="rules">All rules.</param>
    /// <param name="matcherMemory">How many bytes automata may take for what they learn.</param>
    public static EnginePlan Build(EngineRules rules, long matcherMemory)
    {
        var live = RuleWalk.LiveRules(rules);
        var memory = new AutomatonMemory(matcherMemory);
        var sources = new SourceBuilder(memory);
        foreach (var phase in Enum.GetValues<RulePhase>())
            sources.AddPhase([.. rules[phase].Where(live.Contains)]);

        return new EnginePlan(rules, live, sources.Sources, memory, DoesSomething);
    }

    /// <summary>Forgets what values have taught the automata, so that the next request meets what the first one met.</summary>
    public void Forget()
    {
        foreach (var source in Sources)
            source.Questions.Forget();
    }

    private static PlannedRule[] Phase(EngineRule[] rules, IReadOnlySet<EngineRule> live, Func<EngineRule, bool> doesSomething)
    {
        var places = new int[rules.Length + 1]; // how many rules are left from there to the end
        var left = new List<EngineRule>();
        for (var i = rules.Length - 1; i >= 0; i--)
        {
            var isNeeded = live.Contains(rules[i]) && (doesSomething(rules[i]) || (rules[i].SkipTo > 0 && places[rules[i].SkipTo] < places[i + 1]));
            places[i] = places[i + 1] + (isNeeded ? 1 : 0);
            if (isNeeded)
                left.Add(rules[i]);
        }

        left.Reverse();
        return [.. left.Select(rule => new PlannedRule(rule, rule.SkipTo > 0 ? left.Count - places[rule.SkipTo] : 0, GateOf(rule)))];
    }

    /// <summary>Whether a match leaves anything behind. Without that a rule only leads past others, and there may be none left that it leads past.</summary>
    private static bool DoesSomething(EngineRule rule) =>
        rule.IsLogged || rule.Disruption is not null || rule.Allows != AllowScope.None
        || rule.Links.Any(link => link.Captures || link.Severity is not null || link.MatchEffects.Length > 0 || link.Effects.Length > 0);

    private static Probe[] GateOf(EngineRule rule)
    {
        var targets = rule.Links[0].Targets;
        return targets.All(target => target.Probe is not null) ? [.. targets.Select(target => target.Probe!)] : [];
    }
}
