using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>Rules that are asked in the place of one rule. Its evaluation ends at the first of them that decides, whatever becomes of the decision.</summary>
/// <param name="name">The rule of the web ACL that refers to it.</param>
/// <param name="rules">In the order of their priorities, each with what is done in place of its own action.</param>
/// <param name="countsOnly">Whether what the group decides is only counted.</param>
internal sealed class OwnRuleGroup(string name, (AclRule Rule, AclAction Applied)[] rules, bool countsOnly) : AclEntry(name)
{
    /// <summary>Whether a request can be refused because of it.</summary>
    public bool Blocks => !countsOnly && Array.Exists(rules, rule => rule.Applied.Kind == AclActionKind.Block);

    public override AclOutcome? Evaluate(AclRequest request)
    {
        foreach (var (rule, applied) in rules)
        {
            var isHeldBack = countsOnly && applied.IsTerminating;
            if (!rule.Ask(request, isHeldBack ? AclAction.Count : applied, Name) || !applied.IsTerminating)
                continue;

            return isHeldBack ? null : new AclOutcome(applied, Name, Name, rule.Name);
        }

        return null;
    }
}
