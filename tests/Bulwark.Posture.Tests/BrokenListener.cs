using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.Pki;

namespace Bulwark.Posture.Tests;

/// <summary>A real server on loopback that is as good or as bad as a test wants it.</summary>
public sealed class BrokenListener : IAsyncDisposable
{
    private static readonly byte[] EmptySettings = [0, 0, 0, 4, 0, 0, 0, 0, 0];

    private static readonly Lazy<Socket> Closed = new(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    });

    private static readonly CipherSuitesPolicy StrongCiphers = new(
        [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<ReceivedRequest> _requests = [];
    private Task _serving = Task.CompletedTask;

    /// <summary>Answers a request, with the whole HTTP message; empty: closes.</summary>
    public Func<ReceivedRequest, string> Answers { get; init; } = _ => "";

    /// <summary>The server's certificate; null: no TLS, and what comes first is handed to <see cref="AnswersBytes"/>.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The answer to the first bytes of a connection without TLS.</summary>
    public Func<byte[], byte[]> AnswersBytes { get; init; } = _ => [];

    /// <summary>Who may go on after the handshake. The refused are closed without a byte.</summary>
    public Func<X509Certificate2?, SslApplicationProtocol, bool> Admits { get; init; } = (_, _) => true;

    /// <summary>Who may end the handshake.</summary>
    public Func<X509Certificate2?, bool> AdmitsInHandshake { get; init; } = _ => true;

    /// <summary>Takes the suites that TLS libraries take by default, CBC among them.</summary>
    public bool TakesWeakCiphers { get; init; }

    /// <summary>Takes connections and says nothing.</summary>
    public bool IsSilent { get; init; }

    public IReadOnlyCollection<ReceivedRequest> Requests => _requests;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>A port on which nothing listens: bound, so that nobody else is given it, and refusing every connection.</summary>
    public static int ClosedPort => ((IPEndPoint)Closed.Value.LocalEndPoint!).Port;

    /// <summary>An edge with the given answers.</summary>
    public static BrokenListener Edge(Deployment deployment, Func<ReceivedRequest, string> answers) =>
        new BrokenListener { Certificate = Load(deployment, PkiFolder.EdgeServer), Answers = answers }.Start();

    /// <summary>A load balancer that answers 302 to those it lets in.</summary>
    public static BrokenListener Origin(Deployment deployment, Func<X509Certificate2?, SslApplicationProtocol, bool> admits) =>
        new BrokenListener { Certificate = Load(deployment, PkiFolder.LoadBalancer), Admits = admits, Answers = GoodOrigin.Answers }.Start();

    /// <summary>A load balancer that keeps every promise but, perhaps, that of its lock.</summary>
    public static BrokenListener LimitingOrigin(Deployment deployment, Func<X509Certificate2?, SslApplicationProtocol, bool> admits) =>
        new BrokenListener { Certificate = Load(deployment, PkiFolder.LoadBalancer), Admits = admits, Answers = GoodOrigin.Limiting() }.Start();

    public static X509Certificate2 Load(Deployment deployment, string name) =>
        CertificateFiles.Load(deployment.Folder.Certificate(name), deployment.Folder.Key(name));

    public static string Response(int status, string header = "X-Test: yes", string body = "") =>
        $"HTTP/1.1 {status} Test\r\n{header}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";

    public BrokenListener Start()
    {
        _listener.Start();
        _serving = ServeAsync();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await (Certificate is null ? ServePlainAsync(client.GetStream()) : ServeTlsAsync(client.GetStream()));
            }
            catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException)
            {
                // The probe went away, or was refused in the handshake: both are what tests are about.
            }
        }
    }

    private async Task ServePlainAsync(NetworkStream stream)
    {
        var buffer = new byte[16 * 1024];
        var count = await stream.ReadAsync(buffer, _stop.Token);
        if (IsSilent)
            await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);

        await stream.WriteAsync(AnswersBytes(buffer[..count]), _stop.Token);
    }

    private async Task ServeTlsAsync(NetworkStream stream)
    {
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = Certificate,
            ClientCertificateRequired = true,
            AllowTlsResume = false,
            CipherSuitesPolicy = TakesWeakCiphers ? null : StrongCiphers,
            ApplicationProtocols = [SslApplicationProtocol.Http11, SslApplicationProtocol.Http2],
            RemoteCertificateValidationCallback = (_, certificate, _, _) => AdmitsInHandshake(certificate as X509Certificate2),
        }, _stop.Token);
        var presented = tls.RemoteCertificate as X509Certificate2;
        if (!Admits(presented, tls.NegotiatedApplicationProtocol))
            return;

        if (IsSilent)
            await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);

        await AnswerAsync(tls, presented);
    }

    private async Task AnswerAsync(SslStream tls, X509Certificate2? presented)
    {
        if (tls.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2)
        {
            await tls.WriteAsync(EmptySettings, _stop.Token);
            return;
        }

        var request = Read(await ReadMessageAsync(tls), presented, tls.TargetHostName);
        _requests.Add(request);
        await tls.WriteAsync(Encoding.UTF8.GetBytes(Answers(request)), _stop.Token);
    }

    private async Task<string> ReadMessageAsync(SslStream tls)
    {
        // Probes send one message in one write. A long one comes in several records, and the end of its headers is in the last of them.
        var message = "";
        var buffer = new byte[16 * 1024];
        while (!message.Contains("\r\n\r\n", StringComparison.Ordinal) && await tls.ReadAsync(buffer, _stop.Token) is var count and > 0)
            message += Encoding.UTF8.GetString(buffer, 0, count);

        return message;
    }

    private static ReceivedRequest Read(string message, X509Certificate2? presented, string serverName)
    {
        var parts = message.Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        var words = lines[0].Split(' ');
        var host = lines.First(line => line.StartsWith("Host: ", StringComparison.Ordinal))["Host: ".Length..];
        return new ReceivedRequest(words[0], words[1], host, parts[1], presented) { Headers = lines[1..], ServerName = serverName };
    }
}
