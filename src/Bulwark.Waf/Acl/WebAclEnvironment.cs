using System.Net;

namespace Bulwark.Waf.Acl;

/// <summary>What a web ACL takes from outside.</summary>
public sealed record WebAclEnvironment
{
    public static WebAclEnvironment Default { get; } = new();

    /// <summary>The clock of rate-based rules.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The country of an address, two letters; null for an address that no country is known of. Without it a web ACL with <c>geoMatch</c> does not load.</summary>
    public Func<IPAddress, string?>? CountryOf { get; init; }
}
