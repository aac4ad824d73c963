using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>A group of SecLang rules. The engine has asked all of them; here their matches are taken in order, as if each were a rule of the web ACL:
/// what would interrupt the request blocks, everything else counts.</summary>
internal sealed class EngineGroup(string name, string group, RuleNames names, EngineGroupSettings settings) : AclEntry(name)
{
    /// <summary>Stands for the rule when inspecting was given up: what was not looked at must not count as harmless.</summary>
    private const string BudgetRule = "InspectionBudget";

    public string Group { get; } = group;

    public override AclOutcome? Evaluate(AclRequest request)
    {
        var mode = request.ModeOf(Group);
        request.Enter(Name, Group);
        if (mode == GroupMode.Off)
        {
            request.Explain($"group {Group}", isMatch: false, "off");
            return null;
        }

        if (settings.ScopeDown is { } scope && !scope.Evaluate(request))
            return null;

        if (AskRules(request, mode) is { } outcome)
            return outcome;

        return request.IsIncomplete ? GiveUp(request, mode) : null;
    }

    private AclOutcome? AskRules(AclRequest request, GroupMode mode)
    {
        foreach (var match in request.MatchesOf(Group))
        {
            var rule = names[match.Rule.Id];
            var configured = match.Rule.IsDisruptive ? AclAction.Block : AclAction.Count;
            var wanted = settings.Overrides.GetValueOrDefault(rule.Name, configured);
            var isHeldBack = wanted.IsTerminating && (mode == GroupMode.Count || settings.CountsOnly);
            var applied = isHeldBack ? AclAction.Count : wanted;
            request.Enter(rule.Name, Group);
            request.Record(new AclMatch(rule.Name, Group, applied.Kind, configured.Kind, match), applied, rule.Labels);

            // Counting shows all that match; a group whose decision is overridden ends where it would have ended.
            if (wanted.IsTerminating && (!isHeldBack || mode != GroupMode.Count))
                return isHeldBack ? null : new AclOutcome(wanted, Name, Group, rule.Name);
        }

        return null;
    }

    private AclOutcome? GiveUp(AclRequest request, GroupMode mode)
    {
        var action = mode == GroupMode.Count || settings.CountsOnly ? AclAction.Count : AclAction.Block;
        request.Enter(BudgetRule, Group);
        request.Record(new AclMatch(BudgetRule, Group, action.Kind, AclActionKind.Block), action, []);
        return action.IsTerminating ? new AclOutcome(action, Name, Group, BudgetRule) : null;
    }
}
