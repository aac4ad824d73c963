using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Actions;

/// <summary><c>ctl:requestBodyAccess=Off</c>.</summary>
internal sealed class SetRequestBodyAccessEffect(bool isOn) : RuleEffect
{
    public override void Execute(TransactionState transaction) => transaction.ReadsRequestBody = isOn;
}
