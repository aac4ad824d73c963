using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Bench.Connections;

/// <summary>Makes TLS connections to one server of this machine, each with a full handshake, and asks one small thing on each.</summary>
/// <param name="port">The server's port.</param>
/// <param name="pki">The folder of the instance's certificates.</param>
/// <param name="authority">The CA of the server's certificate.</param>
/// <param name="client">Name of a client certificate; null: none.</param>
internal sealed class TlsClient(int port, string pki, string authority, string? client = null)
{
    private static readonly byte[] Question = [.. "GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\n\r\n"u8];

    private readonly X509Certificate2 _authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(pki, authority + ".pem"));
    private readonly SslStreamCertificateContext? _identity = client is null ? null : Load(pki, client);

    /// <summary>A new connection on which one request has been answered.</summary>
    public async Task<SslStream> OpenAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(Options());
        await stream.WriteAsync(Question);
        await ReadAnswerAsync(stream);
        return stream;
    }

    private static async Task ReadAnswerAsync(SslStream stream)
    {
        var buffer = new byte[4096];
        var length = 0;
        do
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            if (read == 0)
                throw new IOException("The server closed the connection before it had answered");

            length += read;
        }
        while (!buffer.AsSpan(0, length).EndsWith("}"u8));

        if (!buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
            throw new IOException("The server did not answer 200");
    }

    // A session of before would make the handshake a short one.
    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = "localhost",
        AllowTlsResume = false,
        EnabledSslProtocols = SslProtocols.Tls13,
        ClientCertificateContext = _identity,
        CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { _authority }, RevocationMode = X509RevocationMode.NoCheck },
    };

    private static SslStreamCertificateContext Load(string pki, string name) => SslStreamCertificateContext.Create(
        X509Certificate2.CreateFromPemFile(Path.Combine(pki, name + ".pem"), Path.Combine(pki, name + ".key.pem")), additionalCertificates: null, offline: true);
}
