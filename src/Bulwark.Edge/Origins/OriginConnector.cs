using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Bulwark.Pki;
using Bulwark.Proxy.Forwarding;

namespace Bulwark.Edge.Origins;

/// <summary>
/// Opens connections to the origin: TCP, then TLS 1.3 with the <i>configured</i> server name. Left to itself, the HTTP client would take server name, certificate check
/// and pool key from each request's Host, which is the client's to choose.
/// </summary>
internal sealed class OriginConnector(Uri origin, OriginOptions options, TrustStore? trustStore, SslStreamCertificateContext leaf)
{
    /// <summary>A connection that has proved to be the origin, as far as the mode asks for it, and that has presented the edge's leaf.</summary>
    /// <exception cref="ConnectFailedException">Nobody listens there, the other side is not the origin or does not speak HTTP/2, or it all took too long.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(origin.IdnHost, origin.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return options.SslMode is SslMode.Strict or SslMode.Full ? await AuthenticateAsync(stream, cancellationToken) : stream;
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            socket.Dispose();
            throw new ConnectFailedException($"No connection to {origin.Authority}", e);
        }
    }

    private async Task<Stream> AuthenticateAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsClientAsync(CreateOptions(), cancellationToken);
            CheckProtocol(tls);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private SslClientAuthenticationOptions CreateOptions()
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = options.ServerName,
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            ClientCertificateContext = leaf,
        };
        if (trustStore is not null)
            tls.CertificateChainPolicy = trustStore.CreateServerPolicy();
        else
            tls.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null; // sslMode 'full', spelt out by the operator

        return tls;
    }

    private static void CheckProtocol(SslStream tls)
    {
        if (tls.NegotiatedApplicationProtocol != SslApplicationProtocol.Http2)
            throw new AuthenticationException("The origin does not speak HTTP/2");
    }
}
