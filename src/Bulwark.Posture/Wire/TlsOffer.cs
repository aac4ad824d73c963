using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Posture.Wire;

/// <summary>How a probe opens a TLS connection.</summary>
internal sealed record TlsOffer
{
    /// <summary>SNI, and the name that the server's certificate is compared with.</summary>
    public required string ServerName { get; init; }

    /// <summary>Presented whether the server's list of CAs names its issuer or not; null: none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>What is offered by ALPN.</summary>
    public SslApplicationProtocol Protocol { get; init; } = SslApplicationProtocol.Http11;

    /// <summary>Which versions are offered; none: the system's choice.</summary>
    public SslProtocols Versions { get; init; }

    /// <summary>What the server's certificate is checked against; null: the system's CAs.</summary>
    public X509ChainPolicy? Trust { get; init; }

    /// <summary>The options for one connection.</summary>
    /// <param name="seen">Told what is wrong with the server's certificate.</param>
    public SslClientAuthenticationOptions ToOptions(Action<SslPolicyErrors> seen) => new()
    {
        TargetHost = ServerName,
        ApplicationProtocols = [Protocol],
        EnabledSslProtocols = Versions,
        CertificateChainPolicy = Trust ?? new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },

        // A resumed session carries the certificate of an earlier one: then the probe without a certificate would present its sibling's.
        AllowTlsResume = false,
        ClientCertificateContext = ClientCertificate is null ? null : SslStreamCertificateContext.Create(ClientCertificate, null, offline: true),
        RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            seen(errors);
            return true;
        },
    };
}
