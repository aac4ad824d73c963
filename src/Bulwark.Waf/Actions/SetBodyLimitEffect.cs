using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Actions;

/// <summary><c>ctl:requestBodyLimit</c> and <c>ctl:responseBodyLimit</c>, in bytes; null leaves a limit as it is.</summary>
internal sealed class SetBodyLimitEffect(int? request, int? response) : RuleEffect
{
    public override void Execute(TransactionState transaction)
    {
        var limits = transaction.Data.Limits;
        transaction.Data.Limits = limits with { RequestBody = request ?? limits.RequestBody, ResponseBody = response ?? limits.ResponseBody };
    }
}
