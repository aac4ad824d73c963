namespace Bulwark.Proxy.Firewall.Control;

/// <summary>A rule of the settings.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Priority">When it is asked.</param>
/// <param name="Action"><c>allow</c>, <c>block</c> or <c>count</c>; null for a group, whose rules have actions of their own.</param>
/// <param name="Group">The group to which it refers, or <c>own rules</c>; null for a rule by itself.</param>
public sealed record FirewallRuleView(string Name, int Priority, string? Action, string? Group);
