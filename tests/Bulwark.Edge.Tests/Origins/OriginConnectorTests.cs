using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.LoadBalancer;
using Bulwark.Pki;
using Bulwark.Proxy.Tls;
using Bulwark.Testing;

namespace Bulwark.Edge.Tests.Origins;

public sealed class OriginConnectorTests
{
    private static readonly Uri Versions = new("/_matrix/client/versions", UriKind.Relative);

    [Fact]
    public async Task Opens_no_connection_because_of_a_Host()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(_ => Task.CompletedTask);
        await using var client = await edge.ConnectAsync();

        for (var i = 0; i < 1_000; i++)
        {
            // Every tenth one is served: the listed name, with a port of the client's choice. The others are names that nobody has heard of.
            var host = i % 10 == 0 ? $"LocalHost:{i + 1}" : RandomNumberGenerator.GetHexString(12) + ".example";
            await client.SendAsync($"HEAD /_matrix/client/versions HTTP/1.1\r\nHost: {host}\r\n\r\n");
            var status = i % 10 == 0 ? 200 : 421;
            Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        }

        Assert.Equal(1, edge.OriginConnections);
    }

    [Fact]
    public async Task Says_bad_gateway_while_the_load_balancer_is_down_and_recovers()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(_ => Task.CompletedTask);
        using var client = edge.Client();
        var port = await edge.StopLoadBalancerAsync();

        using var down = await client.GetAsync(Versions, Deadline.Token());
        await edge.StartLoadBalancerAsync(port);
        using var up = await client.GetAsync(Versions, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, down.StatusCode);
        Assert.Equal("""{"errcode":"M_UNKNOWN","error":"The service could not be reached"}""", await down.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.Equal("*", Assert.Single(down.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(HttpStatusCode.OK, up.StatusCode);
    }

    [Fact]
    public async Task Goes_on_after_a_restart_of_the_load_balancer()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(_ => Task.CompletedTask);
        using var client = edge.Client();

        using var before = await client.GetAsync(Versions, Deadline.Token());
        await edge.StartLoadBalancerAsync(await edge.StopLoadBalancerAsync());
        using var after = await client.GetAsync(Versions, Deadline.Token());

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Theory]
    [InlineData("a name that its certificate does not carry")]
    [InlineData("a certificate of another CA")]
    [InlineData("an expired certificate")]
    [InlineData("a client's certificate")]
    public async Task Sends_nothing_to_an_origin_with(string fault)
    {
        await using var edge = await EdgeFixture.StartAsync(
            (options, folder) => Spoil(options, folder, fault),
            (options, folder) => Spoil(options, folder, fault));
        await using var homeserver = new RawTier(edge.Socket("homeserver"));
        using var client = edge.Client();

        using var response = await client.GetAsync(Versions, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(0, homeserver.Waiting);
        Assert.NotEqual(0, edge.OriginConnections);
    }

    [Fact]
    public async Task Is_refused_without_the_leaf_of_the_edge()
    {
        await using var edge = await EdgeFixture.StartAsync((options, folder) =>
            options.Origin.Certificate = new CertificateOptions
            {
                CertificateFile = folder.Certificate(PkiFolder.AdminClient),
                KeyFile = folder.Key(PkiFolder.AdminClient),
            });
        using var client = edge.Client();

        using var response = await client.GetAsync(Versions, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    private static void Spoil(EdgeOptions options, PkiFolder folder, string fault)
    {
        if (fault == "a name that its certificate does not carry")
            options.Origin.ServerName = "origin.example.org";

        if (fault == "a certificate of another CA")
            options.Origin.TrustStore = folder.Certificate(PkiFolder.PublicCa);
    }

    private static void Spoil(LoadBalancerOptions options, PkiFolder folder, string fault)
    {
        if (fault == "an expired certificate")
            options.Certificate = Issue(folder, new LeafProfile { CommonName = "origin", Hosts = ["origin"], Usages = [Oids.ServerAuth], Lifetime = TimeSpan.FromSeconds(-1) });

        if (fault == "a client's certificate")
            options.Certificate = Issue(folder, new LeafProfile { CommonName = "origin", Hosts = ["origin"], Usages = [Oids.ClientAuth] });
    }

    private static CertificateOptions Issue(PkiFolder folder, LeafProfile profile)
    {
        using var ca = CertificateAuthority.Load(
            folder.Certificate(PkiFolder.OriginCa), folder.Key(PkiFolder.OriginCa), File.ReadAllBytes(folder.UnlockKey).AsSpan().TrimEnd("\r\n"u8));
        using var leaf = ca.Issue(profile);
        using var key = leaf.GetECDsaPrivateKey()!;
        var files = new CertificateOptions { CertificateFile = folder.Certificate("spoilt"), KeyFile = folder.Key("spoilt") };
        File.WriteAllText(files.CertificateFile, leaf.ExportCertificatePem());
        File.WriteAllText(files.KeyFile, key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(files.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return files;
    }
}
