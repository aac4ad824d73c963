namespace Bulwark.Waf.Acl.Options;

/// <summary>A group of SecLang rules: one of the built-in ones, or one that was loaded beside them.</summary>
public sealed record ManagedRuleGroupOptions
{
    /// <summary><c>core</c>, <c>admin-paths</c>, ...</summary>
    public required string Name { get; set; }

    /// <summary>Other actions for rules of the group, by the name of the rule (<c>SizeRestrictions_BODY</c>) or its number.</summary>
    public IReadOnlyDictionary<string, AclActionOptions> RuleActionOverrides { get; set; } = new Dictionary<string, AclActionOptions>(StringComparer.Ordinal);

    /// <summary>Whether what the group decides is only counted. The group still ends at the first of its rules that decides.</summary>
    public bool OverrideToCount { get; set; }

    /// <summary>Only requests that match this are looked at by the group.</summary>
    public StatementOptions? ScopeDown { get; set; }
}
