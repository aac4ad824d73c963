using System.Net.Security;
using System.Security.Authentication;
using Bulwark.Core.Hosting;
using Bulwark.Pki;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>TLS to the targets of a group.</summary>
internal sealed class TargetTls(TrustStore trustStore, string? serverName, SslStreamCertificateContext? certificate)
{
    /// <summary>Reads the files that the settings name.</summary>
    /// <exception cref="Core.OperatorException">A file is missing or unusable.</exception>
    public static TargetTls Load(TargetTlsOptions options, TierEnvironment environment) => new(
        TrustStore.Load(Path.GetFullPath(options.TrustStore, environment.Data.Root), environment.Time),
        options.ServerName,
        options.Certificate?.Load(environment.Data));

    /// <summary>The TLS options of one connection.</summary>
    public SslClientAuthenticationOptions CreateOptions(TargetAddress address) => new()
    {
        TargetHost = serverName ?? address.Host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        ClientCertificateContext = certificate,
        CertificateChainPolicy = trustStore.CreateServerPolicy(),
    };
}
