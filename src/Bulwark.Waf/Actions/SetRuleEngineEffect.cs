using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Rules.Settings;

namespace Bulwark.Waf.Actions;

/// <summary><c>ctl:ruleEngine=DetectionOnly</c>. Where somebody else decides, <c>Off</c> takes away the rules of the same group, and those of no other.</summary>
internal sealed class SetRuleEngineEffect(RuleEngineMode mode) : RuleEffect
{
    public RuleEngineMode Mode => mode;

    public override void Execute(TransactionState transaction)
    {
        if (mode == RuleEngineMode.Off && transaction.OnlyDetects)
            transaction.RemoveGroupOf(transaction.Rule!);
        else
            transaction.Mode = mode;
    }
}
