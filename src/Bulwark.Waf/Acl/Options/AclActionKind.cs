namespace Bulwark.Waf.Acl.Options;

/// <summary>What a rule does with a request.</summary>
public enum AclActionKind
{
    /// <summary>Lets it pass; no further rule is asked.</summary>
    Allow,

    /// <summary>Refuses it; no further rule is asked.</summary>
    Block,

    /// <summary>Records it and goes on.</summary>
    Count,
}
