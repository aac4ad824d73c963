namespace Bulwark.Waf.Acl.Options;

/// <summary>The client's address is in one of some countries. Needs a file that knows countries.</summary>
public sealed record GeoMatchOptions
{
    /// <summary>ISO 3166-1 codes of two letters.</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>Looks at an address that a header names in place of the connection's.</summary>
    public ForwardedAddressOptions? Forwarded { get; init; }
}
