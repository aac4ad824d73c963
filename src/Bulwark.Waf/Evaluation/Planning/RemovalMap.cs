using Bulwark.Waf.Actions;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>Which rules some <c>ctl</c> of a live rule may take away, or take variables of <c>TX</c> away from, while a transaction runs.</summary>
internal sealed class RemovalMap
{
    private readonly IReadOnlyList<RuleMask> _removals;
    private readonly IReadOnlyList<RuleMask> _txRemovals;

    public RemovalMap(IEnumerable<EngineRule> rules)
    {
        var effects = rules.SelectMany(rule => rule.Links).SelectMany(link => link.Effects).ToList();
        _removals = [.. effects.OfType<RemoveRulesEffect>().Select(effect => effect.Rules)];
        _txRemovals = [.. effects.OfType<RemoveTargetEffect>().Where(effect => effect.Target.Kind == VariableKind.Tx).Select(effect => effect.Rules)];
    }

    public bool IsRemovable(EngineRule rule) => _removals.Any(mask => mask[rule.Number]);

    /// <summary>Whether the rule's questions about <c>TX</c> may be taken away.</summary>
    public bool CanLoseTargets(EngineRule rule) => _txRemovals.Any(mask => mask[rule.Number]);

    /// <summary>Whether everything that removes <paramref name="gate"/> removes <paramref name="rule"/> as well.</summary>
    public bool GoesWith(EngineRule rule, EngineRule gate) =>
        (gate.SwitchableGroup.Length == 0 || gate.SwitchableGroup == rule.SwitchableGroup) && _removals.All(mask => !mask[gate.Number] || mask[rule.Number]);
}
