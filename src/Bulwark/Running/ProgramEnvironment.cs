using System.Globalization;
using Bulwark.Core.Hosting;
using Bulwark.Core.Link;
using Bulwark.Edge;
using Bulwark.LoadBalancer;
using Bulwark.Pki;
using Bulwark.Proxy.Tls;
using Bulwark.Settings;
using Microsoft.Extensions.Logging;

namespace Bulwark.Running;

/// <summary>Turns the settings into what every tier shares.</summary>
internal static class ProgramEnvironment
{
    private const int DefaultEdgePort = 8443;
    private const int HttpsPort = 443;

    public static TierEnvironment Create(BulwarkOptions options, DataDirectory data, int portOffset, ILoggerFactory loggerFactory)
    {
        var publicUrl = PublicUrl(options, portOffset);
        return new TierEnvironment
        {
            Data = data,
            LoggerFactory = loggerFactory,
            PortOffset = portOffset,
            Hosts = options.Hosts,
            PublicUrl = publicUrl,
            Issuer = $"{publicUrl}/{options.Identity.PoolId}",
        };
    }

    /// <summary>What the settings need of the PKI.</summary>
    public static PkiRequest PkiRequest(BulwarkOptions options, TierEnvironment environment, ILogger log) => new()
    {
        Data = environment.Data,
        Hosts = options.Hosts,
        Time = environment.Time,
        UnlockKey = options.Pki.UnlockKey,
        HasEdgeCertificate = options.Edge.Certificate is not null,
        CredentialsDirectory = CredentialsDirectory,
        Logger = log,
    };

    /// <summary>What the tiers of one process share besides: the link, when both of its ends are here.</summary>
    public static TierEnvironment ForTiers(this TierEnvironment environment, IReadOnlyList<string> tiers) =>
        tiers.Contains(EdgeTier.Name, StringComparer.Ordinal) && tiers.Contains(LoadBalancerTier.Name, StringComparer.Ordinal) ? environment with { Link = new InMemoryLink(LoadBalancerTier.Name) } : environment;

    /// <summary>Certificates that the settings name, which are not ours to renew.</summary>
    public static IReadOnlyList<string> ConfiguredCertificates(BulwarkOptions options, DataDirectory data) =>
        [.. new[] { options.Edge.Certificate, options.LoadBalancer.Certificate }.OfType<CertificateOptions>().Select(certificate => Path.GetFullPath(certificate.CertificateFile, data.Root))];

    /// <summary>Revocation lists that the settings name, which others renew.</summary>
    public static IReadOnlyList<string> ConfiguredLists(BulwarkOptions options, DataDirectory data) =>
        [.. options.LoadBalancer.AllClientCertificates().SelectMany(trust => trust.Revocation.Files).Select(file => Path.GetFullPath(file, data.Root)).Distinct(StringComparer.Ordinal)];

#pragma warning disable RS0030 // no setting: systemd has no other way to tell a service where its credentials are (systemd.exec(5))
    private static string? CredentialsDirectory => Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY");
#pragma warning restore RS0030

    private static string PublicUrl(BulwarkOptions options, int portOffset)
    {
        if (options.PublicUrl is not null)
            return options.PublicUrl.GetLeftPart(UriPartial.Authority);

        var port = options.Edge.Listen.Port ?? DefaultEdgePort + portOffset;
        return port == HttpsPort ? $"https://{options.Hosts[0]}" : string.Create(CultureInfo.InvariantCulture, $"https://{options.Hosts[0]}:{port}");
    }
}
