using Bulwark.Core.Configuration;
using Bulwark.Edge.Acme;
using Bulwark.Edge.Caching;
using Bulwark.Edge.Compression;
using Bulwark.Edge.HttpRedirect;
using Bulwark.Edge.Origins;
using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Headers;
using Bulwark.Proxy.Limits;
using Bulwark.Proxy.Listeners;
using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.Tls;
using Bulwark.Proxy.Upstream;

namespace Bulwark.Edge;

/// <summary>What clients reach first: section <c>edge</c>.</summary>
public sealed record EdgeOptions : IConfigSection
{
    /// <summary>Where clients connect. Default: port 8443 on both loopback addresses.</summary>
    public ListenerOptions Listen { get; set; } = new();

    /// <summary>The certificate that clients see. Default: a leaf of the instance's own public CA, <c>pki/public-ca.pem</c>.</summary>
    public CertificateOptions? Certificate { get; set; }

    /// <summary>A certificate of a public CA by ACME instead, got and renewed by itself. Default: none.</summary>
    public AcmeOptions? Acme { get; set; }

    /// <summary>The load balancer behind.</summary>
    public OriginOptions Origin { get; set; } = new();

    /// <summary>Several load balancers instead of the one of <c>edge.origin.url</c>; the other settings of <c>edge.origin</c> are the defaults of each.</summary>
    public IReadOnlyList<OriginServerOptions> Origins { get; set; } = [];

    /// <summary>How much a client may send, how slowly, and on how many connections.</summary>
    public ClientLimitOptions Limits { get; set; } = new();

    /// <summary>Which client addresses are served.</summary>
    public AddressOptions Addresses { get; set; } = new();

    /// <summary>Trusted proxies of somebody else in front of the edge. Default: none; the peer of a connection is the client.</summary>
    public UpstreamProxyOptions? UpstreamProxies { get; set; }

    /// <summary>What browsers are told with every answer.</summary>
    public SecurityHeaderOptions SecurityHeaders { get; set; } = new();

    /// <summary>A listener for plain HTTP that only redirects to https. Default: none.</summary>
    public HttpRedirectOptions? HttpRedirect { get; set; }

    /// <summary>Which paths nobody reaches without a token.</summary>
    public EdgeAuthOptions Auth { get; set; } = new();

    /// <summary>How many requests each client may send.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>Which requests look like attacks, and what becomes of them.</summary>
    public FirewallOptions Waf { get; set; } = new();

    /// <summary>Which answers are kept and given to others.</summary>
    public CacheOptions Cache { get; set; } = new();

    /// <summary>
    /// Compression of text with gzip and Brotli. Answers to requests with Authorization or Cookie, streams, and what is marked <c>no-transform</c> or encoded already are
    /// never compressed.
    /// </summary>
    public CompressionMode Compression { get; set; } = CompressionMode.On;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at) =>
    [
        .. Listen.Validate(at["listen"]),
        .. Certificate?.Validate(at["certificate"]) ?? [],
        .. Acme?.Validate(at["acme"]) ?? [],
        .. ValidateAcme(at),
        .. Origin.Validate(at["origin"]),
        .. ValidateOrigins(at),
        .. Auth.Validate(at["auth"]),
        .. Waf.Validate(at["waf"]),
        .. Cache.Validate(at["cache"]),
        .. Limits.Validate(at["limits"]),
        .. Addresses.Validate(at["addresses"]),
        .. UpstreamProxies?.Validate(at["upstreamProxies"]) ?? [],
        .. RateLimits.Validate(at["rateLimits"]),
        .. SecurityHeaders.Validate(at["securityHeaders"]),
        .. HttpRedirect?.Validate(at["httpRedirect"]) ?? [],
    ];

    private IEnumerable<ConfigError> ValidateAcme(ConfigPath at)
    {
        if (Acme is not null && Certificate is not null)
            yield return at["acme"].Error("and 'edge.certificate' are two sources of one certificate: leave one of them out");

        if (Acme?.Http01 == true && HttpRedirect is null)
            yield return at["acme"]["http01"].Error("needs 'edge.httpRedirect': the CA asks on that listener");
    }

    private IEnumerable<ConfigError> ValidateOrigins(ConfigPath at)
    {
        if (Origins.Count > 0 && Origin.Url is not null)
            yield return at["origin"]["url"].Error("is one load balancer and 'edge.origins' lists them: name it there");

        if (Origins.Count > 0 && Origins.All(origin => origin.Hosts.Count > 0))
            yield return at["origins"].Error("leaves hosts without a load balancer: one of them has to be without 'hosts'");

        for (var i = 0; i < Origins.Count; i++)
        {
            var origin = Origins[i];
            foreach (var error in origin.Validate(at["origins"][i]).Concat(OriginOptions.ValidateWay(at["origins"][i], origin.Url, origin.SslMode ?? Origin.SslMode)))
                yield return error;
        }
    }
}
