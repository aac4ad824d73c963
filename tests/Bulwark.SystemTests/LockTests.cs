using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests;

/// <summary>The locked path as an outsider meets it.</summary>
[Collection(nameof(SharedInstance))]
public sealed class LockTests(SharedInstance shared)
{
    private readonly BulwarkInstance _instance = shared.Instance;

    [Fact]
    public async Task The_edge_serves_clients()
    {
        using var edge = _instance.CreateEdgeClient();

        using var response = await edge.GetAsync("/_matrix/client/versions", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"versions\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, "http/1.1")]
    [InlineData(SslProtocols.Tls13, "http/1.1")]
    [InlineData(SslProtocols.Tls12, "h2")]
    [InlineData(SslProtocols.Tls13, "h2")]
    public async Task The_load_balancer_sends_no_byte_to_a_stranger(SslProtocols protocol, string alpn) =>
        Assert.Equal(0, await ApplicationBytesAsync(protocol, alpn, certificate: null));

    [Theory]
    [InlineData(SslProtocols.Tls12, "http/1.1")]
    [InlineData(SslProtocols.Tls13, "http/1.1")]
    [InlineData(SslProtocols.Tls13, "h2")]
    public async Task The_load_balancer_answers_the_holder_of_a_leaf(SslProtocols protocol, string alpn)
    {
        using var leaf = X509Certificate2.CreateFromPemFile(_instance.Pki("edge-client.pem"), _instance.Pki("edge-client.key.pem"));

        Assert.NotEqual(0, await ApplicationBytesAsync(protocol, alpn, leaf));
    }

    [Fact]
    public async Task The_root_redirects_to_the_landing_page()
    {
        using var loadBalancer = _instance.CreateLoadBalancerClient("edge-client");

        using var response = await loadBalancer.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("https://example.org/", response.Headers.Location!.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/_synapse/admin/v1/server_version")]
    [InlineData("/_SYNAPSE/Admin/v2/users")]
    [InlineData("/_matrix/client/v3/admin/whois/@a:localhost")]
    [InlineData("/_matrix/federation/v1/version")]
    [InlineData("/v1/metadata")]
    [InlineData("/v2/query")]
    [InlineData("/console")]
    [InlineData("/health")]
    public async Task Admin_paths_do_not_exist_in_public(string path)
    {
        using var edge = _instance.CreateEdgeClient();

        using var response = await edge.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public void Sockets_and_keys_are_the_owners_alone()
    {
        var run = Path.Combine(_instance.Data, "run");
        var keys = Directory.EnumerateFiles(Path.Combine(_instance.Data, "pki"));
        var databases = Directory.EnumerateFiles(Path.Combine(_instance.Data, "db"));
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        Assert.All(Directory.EnumerateFiles(run, "*.sock").Concat(keys).Concat(databases), file => Assert.Equal(Owner, File.GetUnixFileMode(file)));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(run));
    }

    private async Task<int> ApplicationBytesAsync(SslProtocols protocol, string alpn, X509Certificate2? certificate)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, _instance.LoadBalancerPort, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(tcp.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "localhost",
                    EnabledSslProtocols = protocol,
                    ApplicationProtocols = [new SslApplicationProtocol(alpn)],
                    ClientCertificates = certificate is null ? null : [certificate],
                    CertificateChainPolicy = new X509ChainPolicy
                    {
                        TrustMode = X509ChainTrustMode.CustomRootTrust,
                        CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(_instance.Pki("origin-ca.pem")) },
                        RevocationMode = X509RevocationMode.NoCheck,
                    },
                },
                TestContext.Current.CancellationToken);
            var request = alpn == "h2" ? "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0" : "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
            await tls.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
            return await tls.ReadAsync(new byte[4096], TestContext.Current.CancellationToken);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return 0;
        }
    }
}
