namespace Bulwark.Waf.Acl.Options;

/// <summary>What a rule looks for: exactly one of these.</summary>
public sealed record StatementOptions
{
    /// <summary>All of these match.</summary>
    public IReadOnlyList<StatementOptions>? And { get; set; }

    /// <summary>At least one of these matches.</summary>
    public IReadOnlyList<StatementOptions>? Or { get; set; }

    /// <summary>This does not match.</summary>
    public StatementOptions? Not { get; set; }

    /// <summary>A text stands in a field.</summary>
    public ByteMatchOptions? ByteMatch { get; set; }

    /// <summary>A regular expression matches in a field.</summary>
    public RegexMatchOptions? RegexMatch { get; set; }

    /// <summary>A field has some size.</summary>
    public SizeConstraintOptions? SizeConstraint { get; set; }

    /// <summary>A field holds SQL that was injected.</summary>
    public InjectionMatchOptions? SqlInjection { get; set; }

    /// <summary>A field holds script that was injected.</summary>
    public InjectionMatchOptions? CrossSiteScripting { get; set; }

    /// <summary>The client's address is in a set.</summary>
    public IpSetOptions? IpSet { get; set; }

    /// <summary>The client's address is in some country. Needs something that knows the countries of addresses, and the settings cannot name one yet.</summary>
    public GeoMatchOptions? GeoMatch { get; set; }

    /// <summary>An earlier rule of this web ACL has added a label.</summary>
    public LabelMatchOptions? LabelMatch { get; set; }

    /// <summary>A client sends too many requests. Only as the statement of a rule, not inside others.</summary>
    public RateBasedOptions? RateBased { get; set; }

    /// <summary>A group of SecLang rules. Only as the statement of a rule of the web ACL.</summary>
    public ManagedRuleGroupOptions? ManagedRuleGroup { get; set; }

    /// <summary>A group of rules like those of the web ACL. Only as the statement of a rule of the web ACL.</summary>
    public RuleGroupOptions? RuleGroup { get; set; }
}
