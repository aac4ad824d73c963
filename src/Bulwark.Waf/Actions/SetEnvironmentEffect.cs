using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Parsing;

namespace Bulwark.Waf.Actions;

/// <summary><c>setenv:NAME=VALUE</c>: a variable in <c>ENV</c>, which lives as long as the transaction. The process's own environment is none of a rule's business.</summary>
internal sealed class SetEnvironmentEffect(MacroText name, MacroText value) : RuleEffect
{
    public override void Execute(TransactionState transaction) =>
        transaction.SetEnvironment(transaction.Remember(transaction.Expand(name)), transaction.Remember(transaction.Expand(value)));
}
