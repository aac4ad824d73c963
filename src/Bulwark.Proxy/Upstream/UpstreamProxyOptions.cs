using Bulwark.Core.Configuration;
using Bulwark.Pki;
using Bulwark.Proxy.Addresses;

namespace Bulwark.Proxy.Upstream;

/// <summary>
/// Proxies of somebody else in front of the edge, such as Cloudflare: section <c>edge.upstreamProxies</c>. From them alone the client's address is taken out of a header; in
/// requests of all others that header is removed.
/// </summary>
public sealed record UpstreamProxyOptions : IConfigSection
{
    /// <summary>Addresses and networks that they connect from. With <c>clientCertificate</c> too, both have to hold.</summary>
    public IReadOnlyList<string> Ranges { get; set; } = [];

    /// <summary>
    /// Who signs the client certificate by which they are known, such as Cloudflare's origin-pull CA. Without <c>ranges</c> every client is asked for a certificate.
    /// </summary>
    public TrustStoreOptions? ClientCertificate { get; set; }

    /// <summary><c>CF-Connecting-IP</c>: one address. <c>X-Forwarded-For</c>: the rightmost address that is not one of <c>ranges</c>.</summary>
    public string Header { get; set; } = UpstreamProxies.ConnectingIp;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Ranges.Count == 0 && ClientCertificate is null)
            yield return at.Error("names no proxy: give 'ranges', 'clientCertificate' or both, or leave the section out");

        if (ClientCertificate is { Authorities.Count: 0 })
            yield return at["clientCertificate"]["authorities"].Error("is empty: name the PEM files of the CAs that sign the proxies' certificates");

        if (Header is not (UpstreamProxies.ConnectingIp or UpstreamProxies.ForwardedFor))
            yield return at["header"].Error($"'{Header}' is neither '{UpstreamProxies.ConnectingIp}' nor '{UpstreamProxies.ForwardedFor}'");

        if (ClientCertificate is null && Ranges.Count > 0)
            yield return at["ranges"].Warning("are all that the proxies are known by: other customers of the same proxy come from there too");

        foreach (var error in NetworkList.Validate(Ranges, at["ranges"]))
            yield return error;
    }
}
