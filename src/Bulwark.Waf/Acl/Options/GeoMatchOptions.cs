namespace Bulwark.Waf.Acl.Options;

/// <summary>The client's address is in one of some countries. Needs something that knows the countries of addresses, which the settings cannot name yet.</summary>
public sealed record GeoMatchOptions
{
    /// <summary>ISO 3166-1 codes of two letters.</summary>
    public required IReadOnlyList<string> Countries { get; set; }

    /// <summary>Looks at an address that a header names in place of the connection's.</summary>
    public ForwardedAddressOptions? Forwarded { get; set; }
}
