using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Rules.Actions;

namespace Bulwark.Waf.Actions;

/// <summary><c>setvar:tx.NAME</c> in all its forms, for a name that is known when the rules are loaded.</summary>
internal sealed class SetTxEffect(int slot, VariableOperation operation, MacroText value) : RuleEffect
{
    public int Slot => slot;

    public VariableOperation Operation => operation;

    public MacroText Value => value;

    public override void Execute(TransactionState transaction) => Apply(transaction, slot, operation, value);

    /// <summary>Changes the variable; what there is no room for is not remembered, and the transaction's budget is spent.</summary>
    public static void Apply(TransactionState transaction, int slot, VariableOperation operation, MacroText value)
    {
        var tx = transaction.Tx;
        if (operation == VariableOperation.Remove)
        {
            tx.Remove(slot);
            return;
        }

        var text = transaction.Expand(value);
        if (operation == VariableOperation.Set)
        {
            tx.Set(slot, transaction.Remember(text));
            return;
        }

        var old = tx.TryGet(slot, out var current) ? NumberText.Parse(current.Span) : 0;
        var difference = NumberText.Parse(text);
        tx.Set(slot, transaction.Remember(NumberText.Add(old, operation == VariableOperation.Add ? difference : -difference)));
    }
}
