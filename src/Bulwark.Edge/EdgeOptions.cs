using Bulwark.Core.Configuration;
using Bulwark.Edge.Caching;
using Bulwark.Edge.HttpRedirect;
using Bulwark.Edge.Origins;
using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.EdgeAuth;
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

    /// <summary>The load balancer behind.</summary>
    public OriginOptions Origin { get; set; } = new();

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

    /// <summary>Which answers are kept and given to others.</summary>
    public CacheOptions Cache { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at) =>
    [
        .. Listen.Validate(at["listen"]),
        .. Certificate?.Validate(at["certificate"]) ?? [],
        .. Origin.Validate(at["origin"]),
        .. Auth.Validate(at["auth"]),
        .. Cache.Validate(at["cache"]),
        .. Limits.Validate(at["limits"]),
        .. Addresses.Validate(at["addresses"]),
        .. UpstreamProxies?.Validate(at["upstreamProxies"]) ?? [],
        .. RateLimits.Validate(at["rateLimits"]),
        .. SecurityHeaders.Validate(at["securityHeaders"]),
        .. HttpRedirect?.Validate(at["httpRedirect"]) ?? [],
    ];
}
