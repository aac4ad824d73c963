using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Actions;

/// <summary><c>ctl:ruleRemoveTargetById</c>, <c>ctl:ruleRemoveTargetByTag</c>, <c>ctl:ruleRemoveTargetByMsg</c>: these rules do not look at some values any more in this transaction.</summary>
internal sealed class RemoveTargetEffect(RuleMask rules, TargetSelector target) : RuleEffect
{
    public RuleMask Rules => rules;

    public TargetSelector Target => target;

    public override void Execute(TransactionState transaction) => transaction.RemoveTarget(this);
}
