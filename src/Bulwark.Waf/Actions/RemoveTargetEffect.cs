using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Actions;

/// <summary>
/// <c>ctl:ruleRemoveTargetById</c>, <c>ctl:ruleRemoveTargetByTag</c>, <c>ctl:ruleRemoveTargetByMsg</c>: these rules do not look at some values any more in this transaction.
/// </summary>
/// <param name="rules">The rules.</param>
/// <param name="target">The values.</param>
/// <param name="holdsForChain">Whether the links of a chain do not look at them either. As in libmodsecurity, <c>ctl</c> is about the head, which has the ID and the tags.</param>
internal sealed class RemoveTargetEffect(RuleMask rules, TargetSelector target, bool holdsForChain = false) : RuleEffect
{
    public RuleMask Rules => rules;

    public TargetSelector Target => target;

    /// <summary>Whether it is about this link of one of its rules.</summary>
    public bool Concerns(EngineRule rule, EngineLink link) => rules[rule.Number] && (holdsForChain || link == rule.Links[0]);

    public override void Execute(TransactionState transaction) => transaction.RemoveTarget(this);
}
