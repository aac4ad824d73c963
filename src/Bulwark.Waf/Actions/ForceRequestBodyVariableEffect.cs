using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Actions;

/// <summary><c>ctl:forceRequestBodyVariable=On</c>: <c>REQUEST_BODY</c> shows the body, whatever its format.</summary>
internal sealed class ForceRequestBodyVariableEffect(bool isOn) : RuleEffect
{
    public override void Execute(TransactionState transaction) => transaction.Data.ForcesRequestBodyVariable = isOn;
}
