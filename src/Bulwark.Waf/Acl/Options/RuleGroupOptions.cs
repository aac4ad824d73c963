namespace Bulwark.Waf.Acl.Options;

/// <summary>Rules that are asked together, in the place of one rule.</summary>
public sealed record RuleGroupOptions
{
    /// <summary>The rules, asked from the lowest priority to the highest.</summary>
    public required IReadOnlyList<AclRuleOptions> Rules { get; set; }

    /// <summary>Other actions for rules of the group, by their names.</summary>
    public IReadOnlyDictionary<string, AclActionOptions> RuleActionOverrides { get; set; } = new Dictionary<string, AclActionOptions>(StringComparer.Ordinal);

    /// <summary>Whether what the group decides is only counted. The group still ends at the first of its rules that decides.</summary>
    public bool OverrideToCount { get; set; }
}
