using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Bulwark.SystemTests.Soak;

/// <summary>One TLS connection to the edge that sends one request after the other and repeats none. Whatever is not the expected answer is a failure.</summary>
internal sealed class SoakConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly SslStream _tls;
    private readonly byte[] _buffer = new byte[8 * 1024];
    private readonly string _host;

    private SoakConnection(Socket socket, SslStream tls, string host) => (_socket, _tls, _host) = (socket, tls, host);

    /// <summary>The stream, for what is no exchange of request and answer.</summary>
    public SslStream Stream => _tls;

    /// <param name="port">The edge's port.</param>
    /// <param name="authority">What the edge's certificate is checked against.</param>
    /// <param name="number">Connections come from many addresses of 127/8, as clients do.</param>
    public static async Task<SoakConnection> OpenAsync(int port, X509Certificate2 authority, int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(new IPAddress([127, 1, (byte)(number / 250), (byte)(1 + (number % 250))]), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var tls = new SslStream(new NetworkStream(socket));
        using var deadline = new CancellationTokenSource(Patience);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        }, deadline.Token);
        return new SoakConnection(socket, tls, string.Create(CultureInfo.InvariantCulture, $"localhost:{port}"));
    }

    /// <summary>Sends a request and reads its answer; says what was wrong with it, if anything.</summary>
    public async Task<string?> AskAsync(string method, string path, string id)
    {
        var body = method == "POST" ? $$"""{"id":"{{id}}"}""" : "";
        await _tls.WriteAsync(Encoding.ASCII.GetBytes($"{method} {path}?id={id} HTTP/1.1\r\nHost: {_host}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        using var deadline = new CancellationTokenSource(Patience);
        var answer = "";
        while (true)
        {
            var count = await _tls.ReadAsync(_buffer, deadline.Token);
            if (count == 0)
                return $"{method} {path}: closed after '{answer}'";

            answer += Encoding.ASCII.GetString(_buffer, 0, count);
            if (answer.EndsWith($$"""{"id":"{{id}}"}""", StringComparison.Ordinal))
                return answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? null : $"{method} {path}: '{answer}'";

            if (answer.Contains("\r\n\r\n", StringComparison.Ordinal) && !answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
                return $"{method} {path}: '{answer}'";
        }
    }

    public void Dispose()
    {
        _tls.Dispose();
        _socket.Dispose();
    }
}
