using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Actions;

/// <summary><c>initcol:ip=%{REMOTE_ADDR}</c>, <c>setsid</c>, <c>setuid</c>, <c>setrsc</c>: says which collection of that kind this request belongs to.</summary>
/// <param name="collection">Its kind.</param>
/// <param name="key">Which one of the kind.</param>
/// <param name="scalar">The variable that tells the key to rules (<c>SESSIONID</c>, <c>USERID</c>); null for <c>initcol</c>.</param>
internal sealed class OpenCollectionEffect(VariableKind collection, MacroText key, VariableKind? scalar = null) : RuleEffect
{
    public override void Execute(TransactionState transaction)
    {
        var text = transaction.Expand(key);
        if (scalar is { } variable)
            transaction.Data.SetScalar(variable, text);

        transaction.OpenCollection(collection, text);
    }
}
