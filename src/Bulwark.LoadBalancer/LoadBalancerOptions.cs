using Bulwark.Core.Configuration;
using Bulwark.LoadBalancer.Listeners;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.Rules;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Pki;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Listeners;
using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.Tls;

namespace Bulwark.LoadBalancer;

/// <summary>The locked origin: section <c>loadBalancer</c>.</summary>
public sealed record LoadBalancerOptions : IConfigSection
{
    /// <summary>Where the edge connects. Default: port 9443 on both loopback addresses.</summary>
    public ListenerOptions Listen { get; set; } = new();

    /// <summary>The certificate that the edge sees. Default: <c>pki/load-balancer.pem</c>.</summary>
    public CertificateOptions? Certificate { get; set; }

    /// <summary>
    /// More certificates, chosen by the server name of the handshake: an exact name first, then a wildcard; <c>certificate</c> for every other name.
    /// </summary>
    public IReadOnlyList<CertificateOptions> Certificates { get; set; } = [];

    /// <summary>The oldest TLS version that is spoken.</summary>
    public ListenerTlsPolicy TlsPolicy { get; set; } = ListenerTlsPolicy.Tls12;

    /// <summary>
    /// PEM file with the CAs whose client certificates open the lock: short for <c>clientCertificates.authorities</c> with this one file. Default: the instance's
    /// origin CA.
    /// </summary>
    public string? TrustStore { get; set; }

    /// <summary>Whose client certificates open the lock: CAs, revocation lists, pins, subjects.</summary>
    public TrustStoreOptions? ClientCertificates { get; set; }

    /// <summary>
    /// <c>verify</c>: no request without a verified client certificate. <c>audit</c>: everybody is let in, and whom <c>verify</c> would refuse is recorded.
    /// <c>off</c>: the lock is open. <c>bulwark lock</c> changes it at run time, until the next start or apply.
    /// </summary>
    public MutualTlsMode MutualTls { get; set; } = MutualTlsMode.Verify;

    /// <summary>Flips of the lock.</summary>
    public LockOptions Lock { get; set; } = new();

    /// <summary>More listeners beside this one, such as a canary. Which there are, and where, is fixed at the start.</summary>
    public IReadOnlyList<NamedListenerOptions> Listeners { get; set; } = [];

    /// <summary>
    /// Writes one JSON line a handshake to <c>log/connections.jsonl</c>, with the fields of the connection log of AWS Application Load Balancers. Refusals of one
    /// kind that repeat are written once in ten seconds, and the file is exchanged at 64 MiB, so that nobody can fill the disk.
    /// </summary>
    public bool ConnectionLog { get; set; }

    /// <summary>
    /// CN of the client certificates that edges of ours present; <c>NAME/CN</c> for those of a CA that was imported as NAME. From these peers alone X-Forwarded-* and
    /// X-Request-Id are believed. A name that no certificate in <c>pki/</c> has is warned of.
    /// </summary>
    public IReadOnlyList<string> EdgeIdentities { get; set; } = ["bulwark-edge"];

    /// <summary>Where everything that is no path of ours is sent, with status 302, unless <c>defaultAction</c> says something else.</summary>
    public Uri LandingUrl { get; set; } = new("https://example.org/");

    /// <summary>Which paths a peer that is no edge of ours does not reach without a token.</summary>
    public EdgeAuthOptions Auth { get; set; } = new();

    /// <summary>Listener rules, in their order. They come before the public path table; what must not exist in public is refused before any of them.</summary>
    public IReadOnlyList<RuleOptions> Rules { get; set; } = [];

    /// <summary>What is done with a request that no rule fits and that is no path of ours. Default: 302 to <c>landingUrl</c>. It is never forwarded.</summary>
    public DefaultActionOptions? DefaultAction { get; set; }

    /// <summary>
    /// Target groups by name. <c>homeserver</c>, <c>data-api</c>, <c>identity</c> and <c>mcp</c> are there without being named: the tiers of this machine on their Unix sockets;
    /// an entry of such a name takes the place of the tier.
    /// </summary>
    public IReadOnlyDictionary<string, TargetGroupOptions> TargetGroups { get; set; } = new Dictionary<string, TargetGroupOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Which tiers a host name serves: <c>{ "chat.example.org": ["homeserver", "identity"] }</c>. The paths of the others get the default action there. A name that is not listed
    /// here serves all.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Hosts { get; set; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>How many requests each peer may send that is no edge of ours: <c>off</c> and <c>audit</c> let such peers in.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>Which requests look like attacks, of peers that are no edge of ours: an edge has looked at its own.</summary>
    public FirewallOptions Waf { get; set; } = new();

    /// <summary>Whose client certificates some listener takes: the default one's trust store first, then those of listeners that have their own.</summary>
    public IEnumerable<TrustStoreOptions> AllClientCertificates() =>
    [
        TrustOf(TrustStore, ClientCertificates) ?? new TrustStoreOptions(),
        .. Listeners.Select(listener => TrustOf(listener.TrustStore, listener.ClientCertificates)).OfType<TrustStoreOptions>(),
    ];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at) =>
        [.. Listen.Validate(at["listen"]), .. Certificate?.Validate(at["certificate"]) ?? [], .. RateLimits.Validate(at["rateLimits"]), .. Waf.Validate(at["waf"]), .. ValidateOwn(at), .. RoutingValidation.Validate(this, at)];

    /// <summary>The key <c>trustStore</c> is short for a trust store of one file; null: neither key is there.</summary>
    internal static TrustStoreOptions? TrustOf(string? file, TrustStoreOptions? trust) => file is null ? trust : new TrustStoreOptions { Authorities = [file] };

    private IEnumerable<ConfigError> ValidateOwn(ConfigPath at)
    {
        if (TrustStore is not null && string.IsNullOrWhiteSpace(TrustStore))
            yield return at["trustStore"].Error("is empty: name the PEM file with the CAs, or leave the key out for the instance's own");

        if (TrustStore is not null && ClientCertificates is not null)
            yield return at["trustStore"].Error("stands beside clientCertificates: name the file in clientCertificates.authorities");

        if (MutualTls != MutualTlsMode.Verify)
            yield return at["mutualTls"].Warning(LockWarnings.Of(MutualTls));

        foreach (var (name, i) in Listeners.Select((listener, i) => (listener.Name, i)))
        {
            if (Listeners.Take(i).Any(earlier => earlier.Name == name))
                yield return at["listeners"][i]["name"].Error($"'{name}' is the name of two listeners");
        }

        if (EdgeIdentities.Count == 0)
            yield return at["edgeIdentities"].Warning("is empty: whoever comes is a stranger, so clients that come through an edge are refused with 421");

        if (EdgeIdentities.Any(string.IsNullOrWhiteSpace))
            yield return at["edgeIdentities"].Error("holds an empty name: a certificate without a CN would be taken for the edge");

        foreach (var (identity, i) in EdgeIdentities.Select((identity, i) => (identity, i)))
        {
            if (EdgeIdentityName.ProblemOf(identity) is { } problem)
                yield return at["edgeIdentities"][i].Error($"'{identity}' {problem}");
        }

        if (!LandingUrl.IsAbsoluteUri || (LandingUrl.Scheme != Uri.UriSchemeHttps && LandingUrl.Scheme != Uri.UriSchemeHttp))
            yield return at["landingUrl"].Error($"'{LandingUrl}' is not an http or https address");
    }
}
