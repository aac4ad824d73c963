using Bulwark.Waf.Bodies;
using Bulwark.Waf.Evaluation;

namespace Bulwark.Waf.Actions;

/// <summary><c>ctl:requestBodyProcessor=JSON</c>: how the body is read, whatever its Content-Type says.</summary>
internal sealed class SetRequestBodyFormatEffect(BodyFormat format) : RuleEffect
{
    public override void Execute(TransactionState transaction) => transaction.Data.RequestBodyFormat = format;
}
