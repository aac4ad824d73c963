using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;
using Bulwark.Proxy.Tls;

namespace Bulwark.Edge.Origins;

/// <summary>
/// How the edge reaches the load balancer: section <c>edge.origin</c>. Unless a weaker mode is spelt out: TLS 1.3, with a client certificate of the edge and with the
/// origin's certificate fully checked: chain, name and time.
/// </summary>
public sealed record OriginOptions : IConfigSection
{
    /// <summary>The longest grace: a day later nobody remembers which leaf was exchanged.</summary>
    public static readonly TimeSpan LongestGrace = TimeSpan.FromHours(24);

    /// <summary>Scheme, host and port of the load balancer. Default: <c>https://localhost:9443</c>, the port moved by <c>--port-offset</c>.</summary>
    public Uri? Url { get; set; }

    /// <summary>What protects the way there.</summary>
    public SslMode SslMode { get; set; } = SslMode.Strict;

    /// <summary>The name that the origin's certificate has to carry; it is the server name of the handshake too.</summary>
    public string ServerName { get; set; } = "origin";

    /// <summary>PEM file with the CAs that may sign the origin's certificate. Default: <c>pki/origin-ca.pem</c>.</summary>
    public string? TrustStore { get; set; }

    /// <summary>The certificate with clientAuth that the edge presents. Default: <c>pki/edge.pem</c>.</summary>
    public CertificateOptions? Certificate { get; set; }

    /// <summary>
    /// How long connections may last that were opened with an earlier leaf, or to another place or with other checks than the settings now in force say. Requests and long polls on them
    /// are answered until then and WebSockets go on; what is left is cut. 0: at once. A revoked leaf does not wait for this: the load balancer ends its connections itself.
    /// </summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan ConnectionGrace { get; set; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        foreach (var error in ValidateWay(at, Url, SslMode))
            yield return error;

        if (Uri.CheckHostName(ServerName) == UriHostNameType.Unknown)
            yield return at["serverName"].Error($"'{ServerName}' is not a host name");

        if (ConnectionGrace < TimeSpan.Zero || ConnectionGrace > LongestGrace)
            yield return at["connectionGrace"].Error($"is out of range: at most {LongestGrace.TotalHours:0} hours");

        if (TrustStore is not null && string.IsNullOrWhiteSpace(TrustStore))
            yield return at["trustStore"].Error("is empty: name the PEM file with the CAs, or leave the key out for the instance's own");

        foreach (var error in Certificate?.Validate(at["certificate"]) ?? [])
            yield return error;
    }

    /// <summary>The way to one load balancer; a weaker one than it could be is a warning.</summary>
    internal static IEnumerable<ConfigError> ValidateWay(ConfigPath at, Uri? url, SslMode mode)
    {
        var isEncrypted = mode is SslMode.Strict or SslMode.Full;
        if (mode == SslMode.Full)
            yield return at["sslMode"].Warning("is 'full': whoever answers in the origin's place is taken for it");
        else if (!isEncrypted)
            yield return at["sslMode"].Warning($"is '{(mode == SslMode.Off ? "off" : "flexible")}': everything between edge and origin can be read and changed on its way");

        if (!isEncrypted && url is null)
            yield return at["url"].Error("is missing: the load balancer of this instance speaks TLS only");

        if (url is null)
            yield break;

        if (!url.IsAbsoluteUri || url.Scheme != (isEncrypted ? Uri.UriSchemeHttps : Uri.UriSchemeHttp))
        {
            yield return at["url"].Error(isEncrypted
                ? $"'{url}' is not an https address: the way to the origin is always encrypted"
                : $"'{url}' is not an http address, which the sslMode asks for");
        }
        else if (url.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            yield return at["url"].Error($"'{url}' has more than scheme, host and port: paths are forwarded as clients send them");
        }
    }
}
