using System.Net;
using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>
/// A Redis server through which several instances tell each other what they have counted: section <c>redis</c>. Each decides for itself, from memory; while the server is
/// down, by its own counts.
/// </summary>
public sealed record RateLimitRedisOptions : IConfigSection
{
    /// <summary><c>HOST:PORT</c>, or the path of a Unix socket.</summary>
    public required string Endpoint { get; set; }

    /// <summary>The user of the server's access list. Default: the server's default user.</summary>
    public string? User { get; set; }

    /// <summary>
    /// The password. It is required, because whoever may write there can lock clients out; the keys of the counters are hashed with a secret that is derived from it, so it
    /// is the same on every instance.
    /// </summary>
    public required SecretFile Password { get; set; }

    /// <summary>Speak TLS, and check the server's certificate.</summary>
    public bool Tls { get; set; }

    /// <summary>PEM file with the CA of the server's certificate. Default: the CAs of the machine. A relative path starts at the data directory.</summary>
    public string? TrustStore { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (ParseEndpoint() is not { } endpoint)
            yield return at["endpoint"].Error($"'{Endpoint}' is neither HOST:PORT nor the path of a Unix socket");
        else if (!Tls && !IsLocal(endpoint))
            yield return at["tls"].Warning("is false: the password and all counts go over the network in the clear");

        if (!Tls && TrustStore is not null)
            yield return at["trustStore"].Error("has no meaning without tls");
    }

    /// <summary>The address that <see cref="Endpoint"/> names; null when it names none.</summary>
    internal EndPoint? ParseEndpoint()
    {
        if (Endpoint.StartsWith('/'))
            return Endpoint.Length <= 107 ? new System.Net.Sockets.UnixDomainSocketEndPoint(Endpoint) : null;

        var colon = Endpoint.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(Endpoint.AsSpan(colon + 1), out var port) || port == 0)
            return null;

        var host = Endpoint[..colon].Trim('[', ']');
        if (IPAddress.TryParse(host, out var address))
            return new IPEndPoint(address, port);

        return Uri.CheckHostName(host) == UriHostNameType.Dns ? new DnsEndPoint(host, port) : null;
    }

    private static bool IsLocal(EndPoint endpoint) => endpoint switch
    {
        IPEndPoint ip => IPAddress.IsLoopback(ip.Address),
        DnsEndPoint dns => dns.Host == "localhost",
        _ => true,
    };
}
