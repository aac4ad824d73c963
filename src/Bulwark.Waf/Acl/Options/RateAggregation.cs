namespace Bulwark.Waf.Acl.Options;

/// <summary>What a rate-based rule keeps a count for.</summary>
public enum RateAggregation
{
    /// <summary>The client's address; of an IPv6 address the /64 network, because that is what one subscriber has.</summary>
    Ip,

    /// <summary>The address that a header names.</summary>
    ForwardedIp,

    /// <summary>All requests together; needs a scope-down statement.</summary>
    Constant,

    /// <summary>The combination of the keys.</summary>
    CustomKeys,
}
