using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Actions;

/// <summary><c>ctl:ruleRemovePathById</c>, <c>ctl:ruleRemovePathByTag</c>, <c>ctl:ruleRemovePathByMsg</c>: these rules do not look at some values of a JSON body any more in this transaction.</summary>
/// <remarks>Only values: the keys that lead to them (<c>ARGS_NAMES</c>) are still looked at, and so is everything that is not in a JSON body.</remarks>
internal sealed class RemovePathEffect(RuleMask rules, PathSelector path) : RuleEffect
{
    public RuleMask Rules => rules;

    public PathSelector Path => path;

    public override void Execute(TransactionState transaction) => transaction.RemovePath(this);
}
