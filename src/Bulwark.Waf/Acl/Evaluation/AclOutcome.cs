namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>The end of an evaluation: an action that is no count, and the rule that it comes from.</summary>
internal sealed record AclOutcome(AclAction Action, string? Rule, string? Group, string? GroupRule);
