using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.LoadBalancer.Tests.MutualTls;

public sealed class MutualTlsHandshakeTests
{
    private static readonly byte[] Http11Request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();

    /// <summary>The HTTP/2 connection preface with an empty SETTINGS frame (RFC 9113 section 3.4).</summary>
    private static readonly byte[] Http2Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8.ToArray();

    public static TheoryData<string, SslProtocols, bool> RefusedLeaves()
    {
        var rows = new TheoryData<string, SslProtocols, bool>();
        foreach (var leaf in new[] { "none", "other CA", "self-signed", "no EKU", "serverAuth", "expired", "not yet valid", "the load balancer's own", "admin client", "the CA itself" })
        {
            foreach (var version in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
            {
                rows.Add(leaf, version, false);
                rows.Add(leaf, version, true);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(RefusedLeaves))]
    public async Task Shows_no_byte_to_a_peer_without_a_good_certificate(string kind, SslProtocols version, bool isHttp2)
    {
        using var log = new RecordingLoggerFactory();
        await using var lb = await LoadBalancerFixture.StartAsync(loggerFactory: log);
        using var leaf = CreateLeaf(lb, kind);

        Assert.Equal(0, await CountBytesAsync(lb, leaf, version, isHttp2));
        await Deadline.UntilAsync(() => log.Records.Any(record => record.EventId == 2000));
        Assert.Contains($"refused: {Reason(kind)}, certificate of", Assert.Single(log.Records, record => record.EventId == 2000).Message, StringComparison.Ordinal);

        using var sibling = lb.Leaf(PkiFolder.EdgeClient);
        Assert.NotEqual(0, await CountBytesAsync(lb, sibling, version, isHttp2));
    }

    // What was found of a peer holds for one connection.
    [Theory]
    [InlineData(MutualTlsMode.Verify, "-tls1_3")]
    [InlineData(MutualTlsMode.Verify, "-tls1_2")]
    [InlineData(MutualTlsMode.Off, "-tls1_3")]
    [InlineData(MutualTlsMode.Off, "-tls1_2")]
    public async Task Never_resumes_a_session(MutualTlsMode mode, string version)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.MutualTls = mode);
        using var client = new OpenSslClient(lb.Port, version, "-cert", lb.Folder.Certificate(PkiFolder.EdgeClient), "-key", lb.Folder.Key(PkiFolder.EdgeClient));

        Assert.Equal((false, 302), await SeenAsync(client));
        Assert.Equal((false, 302), await SeenAsync(client));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("other CA")]
    [InlineData("no EKU")]
    public async Task Lets_everybody_in_when_the_lock_is_off(string kind)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.MutualTls = MutualTlsMode.Off);
        using var leaf = CreateLeaf(lb, kind);
        using var client = lb.Client(leaf);

        using var response = await client.GetAsync(new Uri("/", UriKind.Relative), Deadline.Token());

        Assert.Equal(302, (int)response.StatusCode);
    }

    [Fact]
    public async Task Closes_a_connection_that_does_not_speak_TLS()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync("127.0.0.1", lb.Port, Deadline.Token());
        var stream = tcp.GetStream();
        await stream.WriteAsync(Http11Request, Deadline.Token());

        Assert.Equal(0, await ReadOrZeroAsync(stream));
    }

    [Theory]
    [InlineData(PkiFolder.Edge, 1)]
    [InlineData(PkiFolder.Edge, 2)]
    [InlineData(PkiFolder.EdgeClient, 1)]
    [InlineData(PkiFolder.EdgeClient, 2)]
    public async Task Serves_holders_of_a_client_leaf(string name, int httpVersion)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        using var leaf = lb.Leaf(name);
        using var client = lb.Client(leaf, httpVersion);

        using var response = await client.GetAsync(new Uri("/", UriKind.Relative), Deadline.Token());

        Assert.Equal(302, (int)response.StatusCode);
    }

    private static ClientCertificateReason Reason(string kind) => kind switch
    {
        "none" => ClientCertificateReason.NoCertificate,
        "no EKU" or "serverAuth" or "the load balancer's own" => ClientCertificateReason.MissingClientAuthEku,
        "expired" => ClientCertificateReason.Expired,
        "not yet valid" => ClientCertificateReason.NotYetValid,
        "the CA itself" => ClientCertificateReason.CaAsLeaf,
        _ => ClientCertificateReason.Untrusted,
    };

    private static Task<int> CountBytesAsync(LoadBalancerFixture lb, X509Certificate2? leaf, SslProtocols version, bool isHttp2)
    {
        var alpn = isHttp2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11;
        return RawTlsClient.CountApplicationBytesAsync(lb.Port, lb.Tls(leaf, alpn, version), isHttp2 ? Http2Preface : Http11Request);
    }

    private static async Task<int> ReadOrZeroAsync(Stream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1], Deadline.Token());
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static X509Certificate2? CreateLeaf(LoadBalancerFixture lb, string kind)
    {
        if (kind == "none")
            return null;

        if (kind == "the load balancer's own")
            return lb.Leaf(PkiFolder.LoadBalancer);

        if (kind == "admin client")
            return lb.Leaf(PkiFolder.AdminClient);

        using var other = CertificateAuthority.Create("Another CA", TimeProvider.System);
        using var origin = lb.OriginCa();
        return kind switch
        {
            "other CA" => other.IssueClient("bulwark-edge"),
            "the CA itself" => new X509Certificate2(origin.Certificate),
            "self-signed" => new X509Certificate2(other.Certificate),
            "no EKU" => origin.Issue(new LeafProfile { CommonName = "bulwark-edge", Usages = [] }),
            "serverAuth" => origin.Issue(new LeafProfile { CommonName = "bulwark-edge", Usages = [Oids.ServerAuth] }),
            "expired" => origin.Issue(new LeafProfile { CommonName = "bulwark-edge", Usages = [Oids.ClientAuth], Lifetime = TimeSpan.FromSeconds(-1) }),
            "not yet valid" => origin.Issue(new LeafProfile { CommonName = "bulwark-edge", Usages = [Oids.ClientAuth], Backdated = TimeSpan.FromHours(-1) }),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such leaf"),
        };
    }

    private static async Task<(bool IsResumed, int Status)> SeenAsync(OpenSslClient client)
    {
        var seen = await client.AskAsync("localhost", "localhost");
        return (seen.IsResumed, seen.Status);
    }
}
