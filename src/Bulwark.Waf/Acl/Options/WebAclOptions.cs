namespace Bulwark.Waf.Acl.Options;

/// <summary>A web ACL: rules in the order of their priorities, and what happens to a request that none of them allows or blocks.</summary>
/// <remarks>The semantics are those of AWS WAF's web ACLs; where AWS looks only at the beginning of a body or of the headers, this looks at all of it.</remarks>
public sealed record WebAclOptions
{
    /// <summary>Rules and references to rule groups.</summary>
    public IReadOnlyList<AclRuleOptions> Rules { get; set; } = [];

    /// <summary>What happens to a request that no rule allows or blocks.</summary>
    public AclActionOptions DefaultAction { get; set; } = new() { Kind = AclActionKind.Allow };

    /// <summary>Sets of addresses and networks that rules refer to by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> IpSets { get; set; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>In which mode each group of SecLang rules begins: <c>core</c>, <c>known-bad-inputs</c>, <c>admin-paths</c>, <c>matrix-sanity</c>,
    /// <c>graphql-sanity</c>, and those that were loaded beside them. A group without a mode is off; one that no rule refers to comes after all rules.</summary>
    public IReadOnlyDictionary<string, GroupMode> Groups { get; set; } = new Dictionary<string, GroupMode>(StringComparer.Ordinal);

    /// <summary>Places of requests at which some rules of the groups do not look.</summary>
    public IReadOnlyList<ExclusionOptions> Exclusions { get; set; } = [];
}
