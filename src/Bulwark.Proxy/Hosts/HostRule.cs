using System.Collections.Frozen;
using System.Net;

namespace Bulwark.Proxy.Hosts;

/// <summary>The host names that are served: the setting <c>hosts</c>. An IP address is never one of them.</summary>
public sealed class HostRule
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _names;

    /// <summary>A rule for the names of the settings.</summary>
    public HostRule(IEnumerable<string> hosts) =>
        _names = hosts.Where(host => !IPAddress.TryParse(host.Trim('[', ']'), out _))
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True when the name in a Host header is served; case and port do not count.</summary>
    public bool IsServed(ReadOnlySpan<char> host) => _names.Contains(WithoutPort(host));

    /// <summary>True when a Host header and the server name of the TLS handshake (RFC 6066 section 3) are the same name.</summary>
    public static bool IsSameName(ReadOnlySpan<char> host, ReadOnlySpan<char> serverName) =>
        WithoutPort(host).Equals(serverName, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        return colon < 0 ? host : host[..colon];
    }
}
