using Bulwark.Waf.Evaluation.Planning;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Rules.Settings;

namespace Bulwark.Waf.Evaluation;

/// <summary>Asks the rules of a phase in their order.</summary>
internal static class PhaseEvaluator
{
    public static void Evaluate(TransactionState transaction, RulePhase phase, PlannedRule[] rules)
    {
        // Once something was left out, what rules have added up means nothing any more.
        if (transaction.Mode == RuleEngineMode.Off || transaction.Budget.IsExceeded || IsAllowed(transaction, phase))
            return;

        transaction.Allowed = AllowScope.None;
        for (var i = 0; i < rules.Length; i++)
        {
            var rule = rules[i].Rule;
            if (IsShut(transaction, rules[i].Gate) || transaction.IsRemoved(rule) || !RuleEvaluator.Evaluate(transaction, rule))
            {
                if (transaction.Budget.IsExceeded)
                    return;

                continue;
            }

            if (IsOver(transaction, phase))
                return;

            if (rules[i].SkipTo > i)
                i = rules[i].SkipTo - 1;
        }
    }

    private static bool IsShut(TransactionState transaction, Probe[] gate)
    {
        foreach (var probe in gate)
        {
            if (transaction.AnswersOf(probe.Source).HasAny(probe))
                return false;
        }

        return gate.Length > 0;
    }

    private static bool IsAllowed(TransactionState transaction, RulePhase phase) => transaction.Allowed switch
    {
        AllowScope.Transaction => phase != RulePhase.Logging,
        AllowScope.Request => phase <= RulePhase.RequestBody,
        _ => false,
    };

    private static bool IsOver(TransactionState transaction, RulePhase phase) =>
        (transaction.Interruption is not null && phase != RulePhase.Logging)
        || transaction.Allowed != AllowScope.None
        || transaction.Mode == RuleEngineMode.Off
        || transaction.Budget.IsExceeded;
}
