using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Actions;

/// <summary><c>ctl:requestBodyAccess=Off</c>. Where somebody else decides, bodies are read all the same: other groups look at them.</summary>
internal sealed class SetRequestBodyAccessEffect(bool isOn) : RuleEffect
{
    public override void Execute(TransactionState transaction) => transaction.ReadsRequestBody = isOn || transaction.OnlyDetects;
}
