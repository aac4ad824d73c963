using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Actions;

/// <summary><c>ctl:responseBodyAccess=Off</c>.</summary>
internal sealed class SetResponseBodyAccessEffect(bool isOn) : RuleEffect
{
    public override void Execute(TransactionState transaction) => transaction.ReadsResponseBody = isOn;
}
