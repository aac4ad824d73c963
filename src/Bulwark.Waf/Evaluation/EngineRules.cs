using Bulwark.Waf.Rules;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Evaluation;

/// <summary>All rules of an engine, ready for evaluation.</summary>
internal sealed class EngineRules
{
    private readonly EngineRule[][] _phases;
    private readonly Dictionary<string, RuleMask> _groups = new(StringComparer.Ordinal);

    /// <param name="rules">By their numbers, phase by phase.</param>
    /// <param name="txNames">The slots of <c>TX</c>.</param>
    /// <param name="chains">The transformation chains that the rules have.</param>
    public EngineRules(IReadOnlyList<EngineRule> rules, NameIndex txNames, TransformationChains chains)
    {
        All = rules;
        TxNames = txNames;
        Chains = chains;
        _phases = [.. Enum.GetValues<RulePhase>().Select(phase => rules.Where(rule => rule.Info.Phase == (int)phase).ToArray())];
        foreach (var group in rules.GroupBy(rule => rule.SwitchableGroup, StringComparer.Ordinal))
            _groups[group.Key] = RuleMask.Of(rules.Count, group.Select(rule => rule.Number));
    }

    public IReadOnlyList<EngineRule> All { get; }

    public NameIndex TxNames { get; }

    public TransformationChains Chains { get; }

    /// <summary>The rules of a group (<see cref="EngineRule.SwitchableGroup"/>), by their numbers.</summary>
    public RuleMask RulesOf(string group) => _groups[group];

    /// <summary>The rules of a phase in their order.</summary>
    public EngineRule[] this[RulePhase phase] => _phases[(int)phase - 1];
}
