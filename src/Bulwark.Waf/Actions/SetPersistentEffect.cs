using System.Text;
using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Rules.Actions;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Actions;

/// <summary><c>setvar:ip.NAME=...</c> and the like, for the collections that outlive a request. Without a collection (no <c>initcol</c> yet) it does nothing.</summary>
internal sealed class SetPersistentEffect(VariableKind collection, MacroText name, VariableOperation operation, MacroText value) : RuleEffect
{
    public override void Execute(TransactionState transaction)
    {
        var names = Encoding.Latin1.GetString(transaction.Expand(name));
        if (operation == VariableOperation.Remove)
        {
            transaction.FindCollection(collection)?.Remove(names);
            return;
        }

        if (transaction.FindOrAddCollection(collection) is not { } variables)
            return;

        var text = transaction.Expand(value);
        if (operation == VariableOperation.Set)
            variables.Set(names, text);
        else
            variables.AddTo(names, operation == VariableOperation.Add ? NumberText.Parse(text) : -NumberText.Parse(text));
    }
}
