using Bulwark.Waf.Acl.Statements;

namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>A rule of a web ACL or of a rule group.</summary>
internal sealed class AclRule(string name, Statement statement, AclAction action, string[] labels) : AclEntry(name)
{
    public AclAction Action { get; } = action;

    public override AclOutcome? Evaluate(AclRequest request) =>
        Ask(request, Action, group: null) && Action.IsTerminating ? new AclOutcome(Action, Name, Group: null, GroupRule: null) : null;

    /// <summary>Whether the rule matches; what it adds has been added then.</summary>
    /// <param name="request">The request.</param>
    /// <param name="applied">What is done in place of <see cref="Action"/>.</param>
    /// <param name="group">The group in which the rule is asked.</param>
    public bool Ask(AclRequest request, AclAction applied, string? group)
    {
        request.Enter(Name, group);
        if (!statement.Evaluate(request))
            return false;

        request.Record(new AclMatch(Name, group, applied.Kind, Action.Kind), applied, labels);
        return true;
    }
}
