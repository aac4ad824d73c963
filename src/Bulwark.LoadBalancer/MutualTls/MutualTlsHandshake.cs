using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki;
using Bulwark.Proxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>
/// The lock. It decides inside the TLS handshake, so a refused peer never reads a byte of HTTP, and nothing that it sends is parsed. Whoever verifies is
/// remembered with the connection as its <see cref="PeerIdentity"/>, whatever the mode.
/// </summary>
internal sealed class MutualTlsHandshake(SslStreamCertificateContext certificate, TrustStore trustStore, MutualTlsMode mode, ILogger<MutualTlsHandshake> log)
{
    /// <summary>The TLS options of one connection.</summary>
    public ValueTask<SslServerAuthenticationOptions> ChooseOptionsAsync(TlsHandshakeCallbackContext context)
    {
        var connection = context.Connection;
        var options = TlsPolicy.CreateServerOptions(certificate);
        options.ClientCertificateRequired = true;
        options.RemoteCertificateValidationCallback = (_, leaf, chain, _) => Admit(connection, leaf as X509Certificate2, chain);
        options.CertificateChainPolicy = NoChain();

        // A resumed session would bring a decision of the past; a full handshake each time brings today's.
        options.AllowTlsResume = false;
        return ValueTask.FromResult(options);
    }

    private bool Admit(BaseConnectionContext connection, X509Certificate2? leaf, X509Chain? chain)
    {
        var verdict = trustStore.Verify(leaf, chain?.ChainPolicy.ExtraStore);
        if (verdict.IsAccepted)
        {
            connection.Features.Set(PeerIdentity.Of(leaf!, verdict.CommonName ?? ""));
            return true;
        }

        if (mode == MutualTlsMode.Off)
            return true;

        Log.ConnectionRefused(log, connection.RemoteEndPoint, verdict.Reason, verdict.CommonName);
        return false;
    }

    /// <summary>SslStream builds a chain of its own before it asks us. It has nothing to say, so it gets nothing to look at, and never the network.</summary>
    private static X509ChainPolicy NoChain() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };
}
