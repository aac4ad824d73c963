using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Actions;

/// <summary><c>ctl:ruleRemoveById</c>, <c>ctl:ruleRemoveByTag</c>, <c>ctl:ruleRemoveByMsg</c>: these rules are not asked any more in this transaction.</summary>
internal sealed class RemoveRulesEffect(RuleMask rules) : RuleEffect
{
    public RuleMask Rules => rules;

    public override void Execute(TransactionState transaction) => transaction.RemoveRules(rules);
}
