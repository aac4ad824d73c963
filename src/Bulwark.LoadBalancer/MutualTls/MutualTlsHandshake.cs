using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Proxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>
/// The lock in the TLS handshake: a refused peer never reads a byte of HTTP, and nothing that it sends is parsed.
/// </summary>
internal sealed class MutualTlsHandshake(LockedListener listener, Func<SslStreamCertificateContext> certificate)
{
    /// <summary>The TLS options of one connection.</summary>
    public ValueTask<SslServerAuthenticationOptions> ChooseOptionsAsync(TlsHandshakeCallbackContext context)
    {
        var connection = context.Connection;
        var options = TlsPolicy.CreateServerOptions(certificate());
        options.ClientCertificateRequired = true;
        options.RemoteCertificateValidationCallback = (_, leaf, chain, _) => Admit(connection, leaf as X509Certificate2, chain);
        options.CertificateChainPolicy = NoChain();

        // A resumed session would bring a decision of the past; a full handshake each time brings today's.
        options.AllowTlsResume = false;
        return ValueTask.FromResult(options);
    }

    /// <summary>What the handshake found goes on with the connection. A connection that had none, which cannot be, is refused.</summary>
    public Task ServeAsync(ConnectionContext connection, ConnectionDelegate next) =>
        connection.Features.Get<Admission>() is { } admission ? listener.ServeAsync(connection, admission, next) : Task.CompletedTask;

    private bool Admit(BaseConnectionContext connection, X509Certificate2? leaf, X509Chain? chain)
    {
        var admission = listener.Admit(connection.RemoteEndPoint, leaf, chain?.ChainPolicy.ExtraStore);
        connection.Features.Set(admission);
        return admission.IsAdmitted;
    }

    /// <summary>SslStream builds a chain of its own before it asks us. It has nothing to say, so it gets nothing to look at, and never the network.</summary>
    private static X509ChainPolicy NoChain() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };
}
