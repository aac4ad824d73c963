namespace Bulwark.Waf.Acl.Options;

/// <summary>The client's address is in a set of addresses and CIDR networks.</summary>
public sealed record IpSetOptions
{
    /// <summary>Addresses and networks of IPv4 and IPv6: <c>192.0.2.1</c>, <c>2001:db8::/32</c>.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Looks at an address that a header names in place of the connection's.</summary>
    public ForwardedAddressOptions? Forwarded { get; init; }
}
