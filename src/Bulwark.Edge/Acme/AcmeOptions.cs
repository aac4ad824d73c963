using System.Buffers;
using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Pki.Acme;

namespace Bulwark.Edge.Acme;

/// <summary>
/// A certificate of a public CA by ACME (RFC 8555): section <c>edge.acme</c>. Names are proved in the handshake (TLS-ALPN-01), so the CA has to reach the edge on port 443 of
/// each name. Until the first certificate is there, the edge shows one of the instance's own public CA.
/// </summary>
public sealed record AcmeOptions : IConfigSection
{
    // One address, and none of the header fields that RFC 6068 allows (RFC 8555 section 7.3).
    private static readonly SearchValues<char> NotInAddress = SearchValues.Create("?,;:<> \"");

    /// <summary>The directory of the ACME server, such as <c>https://acme-v02.api.letsencrypt.org/directory</c>.</summary>
    public required Uri Directory { get; set; }

    /// <summary>Whom the CA may write to when something is wrong: addresses such as <c>mailto:ops@example.org</c>.</summary>
    public IReadOnlyList<string> Contact { get; set; } = [];

    /// <summary>True says that you have read the CA's terms of service and agree to them. Without it nothing is asked for.</summary>
    public bool TermsOfServiceAgreed { get; set; }

    /// <summary>The names of the certificate. Default: <c>hosts</c>.</summary>
    public IReadOnlyList<string> Names { get; set; } = [];

    /// <summary>The account at the CA that this one is bound to, for CAs that ask for one.</summary>
    public ExternalAccountOptions? ExternalAccount { get; set; }

    /// <summary>
    /// Names are proved over plain HTTP (HTTP-01) instead, on port 80 of each name: for an edge whose TLS ends at somebody else's proxy. The listener of <c>edge.httpRedirect</c>
    /// then answers with pending tokens too, and with nothing else.
    /// </summary>
    public bool Http01 { get; set; }

    /// <summary>PEM file with the CA of a private ACME server, instead of those of the system. A relative path starts at the data directory.</summary>
    public string? TrustedAuthority { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (!Directory.IsAbsoluteUri || Directory.Scheme != Uri.UriSchemeHttps || Directory.UserInfo.Length > 0 || Directory.Fragment.Length > 0)
            yield return at["directory"].Error($"'{Directory}' is not an https address");

        if (!TermsOfServiceAgreed)
            yield return at["termsOfServiceAgreed"].Error("is not true: read the terms of service of the CA, then say that you agree");

        for (var i = 0; i < Contact.Count; i++)
        {
            if (!IsMailAddress(Contact[i]))
                yield return at["contact"][i].Error($"'{Contact[i]}' is not of the form mailto:name@host");
        }

        for (var i = 0; i < Names.Count; i++)
        {
            if (Uri.CheckHostName(Names[i]) != UriHostNameType.Dns)
                yield return at["names"][i].Error($"'{Names[i]}' is not a host name (a wildcard or an address cannot be proved in this way)");
        }

        if (TrustedAuthority is not null && string.IsNullOrWhiteSpace(TrustedAuthority))
            yield return at["trustedAuthority"].Error("is empty: name the PEM file with the server's CA, or leave the key out for those of the system");

        foreach (var error in ExternalAccount?.Validate(at["externalAccount"]) ?? [])
            yield return error;
    }

    /// <summary>What is asked of the server.</summary>
    /// <exception cref="Core.OperatorException">A file that is named here cannot be used.</exception>
    internal AcmeRequest ToRequest(TierEnvironment environment) => new()
    {
        Directory = Directory,
        Names = [.. (Names.Count > 0 ? Names : environment.Hosts).Select(name => name.ToLowerInvariant())],
        Contact = Contact,
        ExternalAccount = ExternalAccount?.Read(environment.Data),
        UsesHttp01 = Http01,
        TrustedAuthority = TrustedAuthority is null ? null : TrustStore.Load(Path.GetFullPath(TrustedAuthority, environment.Data.Root), environment.Time),
    };

    private static bool IsMailAddress(string contact) =>
        contact.StartsWith("mailto:", StringComparison.Ordinal)
        && contact["mailto:".Length..].Split('@') is [{ Length: > 0 } name, var host]
        && !name.AsSpan().ContainsAny(NotInAddress)
        && Uri.CheckHostName(host) == UriHostNameType.Dns;
}
