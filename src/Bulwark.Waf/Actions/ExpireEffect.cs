using System.Text;
using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Actions;

/// <summary><c>expirevar:ip.NAME=SECONDS</c>. A transaction's own variables (<c>TX</c>) do not live long enough to expire.</summary>
internal sealed class ExpireEffect(VariableKind collection, MacroText name, MacroText seconds) : RuleEffect
{
    public override void Execute(TransactionState transaction)
    {
        var names = Encoding.Latin1.GetString(transaction.Expand(name));
        var after = TimeSpan.FromSeconds(Math.Max(0, NumberText.Parse(transaction.Expand(seconds))));
        transaction.FindCollection(collection)?.Expire(names, after);
    }
}
