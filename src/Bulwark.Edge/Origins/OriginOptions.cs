using Bulwark.Core.Configuration;
using Bulwark.Proxy.Tls;

namespace Bulwark.Edge.Origins;

/// <summary>
/// How the edge reaches the load balancer: section <c>edge.origin</c>. Always TLS 1.3, with a client certificate of the edge and with the origin's certificate fully
/// checked: chain, name and time.
/// </summary>
public sealed record OriginOptions : IConfigSection
{
    /// <summary>Scheme, host and port of the load balancer. Default: <c>https://localhost:9443</c>, the port moved by <c>--port-offset</c>.</summary>
    public Uri? Url { get; set; }

    /// <summary>The name that the origin's certificate has to carry; it is the server name of the handshake too.</summary>
    public string ServerName { get; set; } = "origin";

    /// <summary>PEM file with the CAs that may sign the origin's certificate. Default: <c>pki/origin-ca.pem</c>.</summary>
    public string? TrustStore { get; set; }

    /// <summary>The certificate with clientAuth that the edge presents. Default: <c>pki/edge.pem</c>.</summary>
    public CertificateOptions? Certificate { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Url is not null && (!Url.IsAbsoluteUri || Url.Scheme != Uri.UriSchemeHttps))
            yield return at["url"].Error($"'{Url}' is not an https address: the way to the origin is always encrypted");
        else if (Url is not null && (Url.PathAndQuery != "/" || Url.Fragment.Length > 0 || Url.UserInfo.Length > 0))
            yield return at["url"].Error($"'{Url}' has more than scheme, host and port: paths are forwarded as clients send them");

        if (Uri.CheckHostName(ServerName) == UriHostNameType.Unknown)
            yield return at["serverName"].Error($"'{ServerName}' is not a host name");

        if (TrustStore is not null && string.IsNullOrWhiteSpace(TrustStore))
            yield return at["trustStore"].Error("is empty: name the PEM file with the CAs, or leave the key out for the instance's own");

        foreach (var error in Certificate?.Validate(at["certificate"]) ?? [])
            yield return error;
    }
}
