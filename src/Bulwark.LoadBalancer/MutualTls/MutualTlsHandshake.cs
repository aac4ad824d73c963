using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bulwark.LoadBalancer.ConnectionLogs;
using Bulwark.LoadBalancer.Listeners;
using Bulwark.LoadBalancer.MutualTls.Proofs;
using Bulwark.Proxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>
/// The lock in the TLS handshake: a refused peer never reads a byte of HTTP, and nothing that it sends is parsed.
/// </summary>
internal sealed class MutualTlsHandshake(LockedListener listener, ConnectionLog connectionLog, TimeProvider time)
{
    /// <summary>The TLS options of one connection.</summary>
    public ValueTask<SslServerAuthenticationOptions> ChooseOptionsAsync(TlsHandshakeCallbackContext context)
    {
        var connection = context.Connection;
        var began = time.GetTimestamp();
        var setup = listener.State.Setup;
        var options = TlsPolicy.CreateServerOptions(setup.Certificates.Choose(context.ClientHelloInfo.ServerName));
        if (setup.TlsPolicy == ListenerTlsPolicy.Tls13)
            options.EnabledSslProtocols = SslProtocols.Tls13;

        options.ClientCertificateRequired = true;
        options.CertificateChainPolicy = NoChain();
        options.RemoteCertificateValidationCallback = (sender, leaf, chain, _) =>
        {
            var admission = Admit(connection, leaf as X509Certificate2, chain?.ChainPolicy.ExtraStore);
            connectionLog.Write(new HandshakeRecord(listener.Name, connection, (SslStream)sender, time.GetElapsedTime(began), admission));
            return admission.IsAdmitted;
        };

        // A resumed session would bring a decision of the past; a full handshake each time brings today's.
        options.AllowTlsResume = false;
        return ValueTask.FromResult(options);
    }

    /// <summary>What the handshake found goes on with the connection. A connection that had none, which cannot be, is refused; so is one of our own that only tried.</summary>
    public Task ServeAsync(ConnectionContext connection, ConnectionDelegate next) =>
        connection.Features.Get<Admission>() is { } admission && connection.Features.Get<ProofTicket>() is null
            ? listener.ServeAsync(connection, admission, next)
            : Task.CompletedTask;

    private Admission Admit(BaseConnectionContext connection, X509Certificate2? leaf, X509Certificate2Collection? sent)
    {
        var admission = listener.Proofs.Find(connection.RemoteEndPoint) is { } ticket ? Try(connection, ticket, leaf, sent) : listener.Admit(connection.RemoteEndPoint, leaf, sent);
        connection.Features.Set(admission);
        return admission;
    }

    private static Admission Try(BaseConnectionContext connection, ProofTicket ticket, X509Certificate2? leaf, X509Certificate2Collection? sent)
    {
        var admission = ticket.Candidate.Judge(leaf, sent);
        connection.Features.Set(ticket);
        ticket.Judged(admission);
        return admission;
    }

    /// <summary>SslStream builds a chain of its own before it asks us. It has nothing to say, so it gets nothing to look at, and never the network.</summary>
    private static X509ChainPolicy NoChain() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };
}
