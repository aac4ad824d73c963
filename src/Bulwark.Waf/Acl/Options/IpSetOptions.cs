namespace Bulwark.Waf.Acl.Options;

/// <summary>The client's address is in a set of addresses and CIDR networks.</summary>
public sealed record IpSetOptions
{
    /// <summary>Addresses and networks of IPv4 and IPv6: <c>192.0.2.1</c>, <c>2001:db8::/32</c>. Either these or a <c>set</c>.</summary>
    public IReadOnlyList<string> Addresses { get; set; } = [];

    /// <summary>The name of a set that has been named once for all rules.</summary>
    public string? Set { get; set; }

    /// <summary>Looks at an address that a header names in place of the connection's.</summary>
    public ForwardedAddressOptions? Forwarded { get; set; }
}
