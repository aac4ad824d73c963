using Bulwark.Waf.Rules;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Evaluation;

/// <summary>All rules of an engine, ready for evaluation.</summary>
internal sealed class EngineRules
{
    private readonly EngineRule[][] _phases;

    /// <param name="rules">By their numbers, phase by phase.</param>
    /// <param name="txNames">The slots of <c>TX</c>.</param>
    /// <param name="chains">The transformation chains that the rules have.</param>
    public EngineRules(IReadOnlyList<EngineRule> rules, NameIndex txNames, TransformationChains chains)
    {
        All = rules;
        TxNames = txNames;
        Chains = chains;
        _phases = [.. Enum.GetValues<RulePhase>().Select(phase => rules.Where(rule => rule.Info.Phase == (int)phase).ToArray())];
    }

    public IReadOnlyList<EngineRule> All { get; }

    public NameIndex TxNames { get; }

    public TransformationChains Chains { get; }

    /// <summary>The rules of a phase in their order.</summary>
    public EngineRule[] this[RulePhase phase] => _phases[(int)phase - 1];
}
