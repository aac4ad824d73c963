namespace Bulwark.Waf.Acl.Options;

/// <summary>A rule: what it looks for, and what it does with a request in which it finds that.</summary>
public sealed record AclRuleOptions
{
    /// <summary>What logs call it; unique in its web ACL or rule group.</summary>
    public required string Name { get; set; }

    /// <summary>Rules are asked from the lowest number to the highest; unique.</summary>
    public required int Priority { get; set; }

    /// <summary>What it looks for.</summary>
    public required StatementOptions Statement { get; set; }

    /// <summary>What it does; required, but not for a reference to a rule group, whose rules have actions of their own.</summary>
    public AclActionOptions? Action { get; set; }

    /// <summary>Labels for later rules of the same web ACL: <c>tenant:internal</c>.</summary>
    public IReadOnlyList<string> Labels { get; set; } = [];
}
