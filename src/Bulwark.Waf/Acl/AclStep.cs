namespace Bulwark.Waf.Acl;

/// <summary>One step of a decision, in the order of evaluation.</summary>
/// <param name="Rule">The rule; null for the default action.</param>
/// <param name="Group">The group that the rule belongs to; null for a rule of the web ACL.</param>
/// <param name="Statement">What was asked: <c>uriPath startsWith "/admin"</c>.</param>
/// <param name="IsMatch">The answer.</param>
/// <param name="Result">What follows: <c>block</c>, <c>count</c>, <c>allow</c>, <c>count in place of block</c>; null where nothing follows yet.</param>
public sealed record AclStep(string? Rule, string? Group, string Statement, bool IsMatch, string? Result);
