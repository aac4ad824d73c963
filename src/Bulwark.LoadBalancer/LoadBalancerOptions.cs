using Bulwark.Core.Configuration;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Proxy.Listeners;
using Bulwark.Proxy.Tls;

namespace Bulwark.LoadBalancer;

/// <summary>The locked origin: section <c>loadBalancer</c>.</summary>
public sealed record LoadBalancerOptions : IConfigSection
{
    /// <summary>Where the edge connects. Default: port 9443 on both loopback addresses.</summary>
    public ListenerOptions Listen { get; set; } = new();

    /// <summary>The certificate that the edge sees. Default: <c>pki/load-balancer.pem</c>.</summary>
    public CertificateOptions? Certificate { get; set; }

    /// <summary>PEM file with the CAs whose client certificates open the lock. Default: <c>pki/origin-ca.pem</c>.</summary>
    public string? TrustStore { get; set; }

    /// <summary><c>verify</c>: no request without a verified client certificate. <c>off</c>: the lock is open.</summary>
    public MutualTlsMode MutualTls { get; set; } = MutualTlsMode.Verify;

    /// <summary>
    /// CN of the client certificates that edges of ours present. From these peers alone X-Forwarded-* and X-Request-Id are believed.
    /// </summary>
    public IReadOnlyList<string> EdgeIdentities { get; set; } = ["bulwark-edge"];

    /// <summary>Where everything that is no path of ours is sent, with status 302.</summary>
    public Uri LandingUrl { get; set; } = new("https://example.org/");

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at) =>
        [.. Listen.Validate(at["listen"]), .. Certificate?.Validate(at["certificate"]) ?? [], .. ValidateOwn(at)];

    private IEnumerable<ConfigError> ValidateOwn(ConfigPath at)
    {
        if (TrustStore is not null && string.IsNullOrWhiteSpace(TrustStore))
            yield return at["trustStore"].Error("is empty: name the PEM file with the CAs, or leave the key out for the instance's own");

        if (MutualTls == MutualTlsMode.Off)
            yield return at["mutualTls"].Warning("is 'off': anyone who reaches this listener is served, past the edge and all that it refuses");

        if (EdgeIdentities.Any(string.IsNullOrWhiteSpace))
            yield return at["edgeIdentities"].Error("holds an empty name: a certificate without a CN would be taken for the edge");

        if (!LandingUrl.IsAbsoluteUri || (LandingUrl.Scheme != Uri.UriSchemeHttps && LandingUrl.Scheme != Uri.UriSchemeHttp))
            yield return at["landingUrl"].Error($"'{LandingUrl}' is not an http or https address");
    }
}
