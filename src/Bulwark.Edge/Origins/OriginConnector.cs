using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Bulwark.Pki;

namespace Bulwark.Edge.Origins;

/// <summary>
/// Opens connections to the origin: TCP, then TLS 1.3 with the <i>configured</i> server name. Left to itself, the HTTP client would take server name, certificate check
/// and pool key from each request's Host, which is the client's to choose.
/// </summary>
internal sealed class OriginConnector(Uri origin, string serverName, TrustStore trustStore, SslStreamCertificateContext leaf)
{
    /// <summary>A connection that has proved to be the origin and that has presented the edge's leaf.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="AuthenticationException">The other side is not the origin, or does not speak HTTP/2.</exception>
    /// <exception cref="IOException">The connection broke during the handshake.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? tls = null;
        try
        {
            await socket.ConnectAsync(origin.IdnHost, origin.Port, cancellationToken);
            tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await tls.AuthenticateAsClientAsync(CreateOptions(), cancellationToken);
            CheckProtocol(tls);
            return tls;
        }
        catch
        {
            if (tls is not null)
                await tls.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    private SslClientAuthenticationOptions CreateOptions() => new()
    {
        TargetHost = serverName,
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2],
        ClientCertificateContext = leaf,
        CertificateChainPolicy = trustStore.CreateServerPolicy(),
    };

    private static void CheckProtocol(SslStream tls)
    {
        if (tls.NegotiatedApplicationProtocol != SslApplicationProtocol.Http2)
            throw new AuthenticationException("The origin does not speak HTTP/2");
    }
}
