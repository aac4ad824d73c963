using System.Text;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Rules.Settings;

namespace Bulwark.Waf.Evaluation;

/// <summary>Asks one rule: its links one after the other, then what the rule does when all of them matched.</summary>
/// <remarks>
/// As libmodsecurity 3 does it: <c>setvar</c> is executed for each value that matches, whether the chain is completed or not; everything else only when
/// the chain is complete, the last link's actions first, so that the head has the last word and speaks of the last value that matched.
/// </remarks>
internal static class RuleEvaluator
{
    /// <summary>Whether the rule matched. A decision that it has made is in <see cref="TransactionState.Interruption"/>.</summary>
    public static bool Evaluate(TransactionState transaction, EngineRule rule)
    {
        transaction.Rule = rule;
        transaction.Matched.Clear();

        foreach (var link in rule.Links)
        {
            if (!LinkEvaluator.Matches(transaction, rule, link))
                return false;
        }

        var texts = default(MatchTexts);
        for (var i = rule.Links.Length - 1; i >= 0; i--)
        {
            texts.Read(transaction, rule, rule.Links[i]);
            foreach (var effect in rule.Links[i].Effects)
                effect.Execute(transaction);
        }

        Decide(transaction, rule, texts);
        if (rule.IsLogged)
            transaction.Matches.Add(texts.ToMatch(transaction, rule));
        else if (rule.Disruption is not null && transaction.OnlyDetects)
            transaction.SilentDecisions.Add(texts.ToMatch(transaction, rule));

        return true;
    }

    private static void Decide(TransactionState transaction, EngineRule rule, MatchTexts texts)
    {
        if (rule.Allows != AllowScope.None && transaction.Mode == RuleEngineMode.On)
            transaction.Allowed = rule.Allows;

        // What is over cannot be interrupted.
        if (rule.Disruption is not { } action || rule.Info.Phase == (int)RulePhase.Logging)
            return;

        if (transaction.Mode == RuleEngineMode.On)
            transaction.Interruption = Interrupt(transaction, rule, action, texts);
        else
            transaction.WouldInterrupt ??= Interrupt(transaction, rule, action, texts);
    }

    private static Interruption Interrupt(TransactionState transaction, EngineRule rule, InterruptionAction action, MatchTexts texts)
    {
        var location = rule.RedirectTo is { } target ? Text(transaction, target) : null;
        return new Interruption(action, rule.Status, rule.Info.Phase, rule.Info.Id, texts.Message ?? "", location);
    }

    private static string Text(TransactionState transaction, MacroText text) => Encoding.UTF8.GetString(transaction.Expand(text));
}
