using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Rules.Actions;

namespace Bulwark.Waf.Actions;

/// <summary><c>setvar:tx.header_%{tx.0}=...</c>: the name arises only when the rule matches.</summary>
internal sealed class SetNamedTxEffect(MacroText name, VariableOperation operation, MacroText value) : RuleEffect
{
    public MacroText Name => name;

    public override void Execute(TransactionState transaction)
    {
        var slot = operation == VariableOperation.Remove
            ? transaction.Tx.Find(transaction.Expand(name))
            : transaction.Tx.FindOrAdd(transaction.Remember(transaction.Expand(name)));

        if (slot >= 0)
            SetTxEffect.Apply(transaction, slot, operation, value);
        else if (operation != VariableOperation.Remove)
            transaction.Budget.Exhaust();
    }
}
