using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Bulwark.Admin.Listener;

/// <summary>
/// TLS of the admin listener. A client may come without a certificate, for it may hold a session; one that comes with a certificate which is not of
/// the admin CA is sent away in the handshake.
/// </summary>
internal sealed class AdminHandshake(SslStreamCertificateContext certificate, TrustStore trustStore, ILogger<AdminHandshake> log)
{
    /// <summary>A handshake that takes longer is given up.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Loads the listener's own certificate and the CA of its clients.</summary>
    /// <exception cref="Core.OperatorException">A file is missing or unusable.</exception>
    public static AdminHandshake Create(TierEnvironment environment)
    {
        var folder = new PkiFolder(environment.Data);
        var certificate = CertificateFiles.LoadContext(folder.Certificate(PkiFolder.AdminServer), folder.Key(PkiFolder.AdminServer));
        var trustStore = TrustStore.LoadInstance(environment.Data, PkiFolder.AdminCa, environment.Time);
        trustStore.RememberRevocationLists();
        return new AdminHandshake(certificate, trustStore, environment.LoggerFactory.CreateLogger<AdminHandshake>());
    }

    /// <summary>The TLS options of one connection.</summary>
    public ValueTask<SslServerAuthenticationOptions> ChooseOptionsAsync(TlsHandshakeCallbackContext context)
    {
        var connection = context.Connection;
        return ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate,
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, leaf, chain, _) => Admit(connection, leaf as X509Certificate2, chain),
            CertificateChainPolicy = NoChain(),

            // A resumed session would bring a decision of the past.
            AllowTlsResume = false,
            AllowRenegotiation = false,
        });
    }

    private bool Admit(BaseConnectionContext connection, X509Certificate2? leaf, X509Chain? chain)
    {
        if (leaf is null)
            return true;

        var verdict = trustStore.Verify(leaf, chain?.ChainPolicy.ExtraStore);
        if (verdict.IsAccepted)
        {
            connection.Features.Set(new AdminCertificate(verdict.CommonName ?? ""));
            return true;
        }

        Log.ConnectionRefused(log, connection.RemoteEndPoint, verdict.Reason, verdict.CommonName);
        return false;
    }

    /// <summary>The chain that SslStream builds before it asks us decides nothing, so it looks at nothing.</summary>
    private static X509ChainPolicy NoChain() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };
}
