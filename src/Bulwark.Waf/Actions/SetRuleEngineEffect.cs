using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Rules.Settings;

namespace Bulwark.Waf.Actions;

/// <summary><c>ctl:ruleEngine=DetectionOnly</c>.</summary>
internal sealed class SetRuleEngineEffect(RuleEngineMode mode) : RuleEffect
{
    public RuleEngineMode Mode => mode;

    public override void Execute(TransactionState transaction) => transaction.Mode = mode;
}
