using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer;
using Bulwark.Pki;
using Bulwark.Pki.Rotation;
using Bulwark.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge.Tests.Handshakes;

/// <summary>Clients that offer TLS 1.3 may resume a session. It spares them a handshake, and nothing else.</summary>
public sealed class ResumptionTests
{
    private EdgeOptions _options = new();

    [Fact]
    public async Task A_session_of_TLS_1_3_is_resumed()
    {
        await using var edge = await EdgeFixture.StartAsync();
        using var client = await MeetAsync(edge.Port);

        Assert.Equal((true, "TLSv1.3", 302), Seen(await client.AskAsync("localhost", "localhost")));
    }

    // A resumed handshake shows no certificate: who got one for a name could ask for another with it, if the name of the session counted.
    [Theory]
    [InlineData("localhost", "localhost", 302)]
    [InlineData("localhost", "chat.example.org", 421)]
    [InlineData("localhost", "example.org", 421)]
    [InlineData("chat.example.org", "chat.example.org", 302)]
    [InlineData("chat.example.org", "localhost", 421)]
    [InlineData("example.org", "example.org", 421)]
    [InlineData("example.org", "localhost", 421)]
    [InlineData(null, "localhost", 421)]
    public async Task The_host_is_judged_by_the_name_of_the_handshake_and_not_of_the_session(string? serverName, string host, int status)
    {
        await using var edge = await EdgeFixture.StartAsync((made, _) => _options = made);
        var environment = edge.Environment with { Hosts = ["localhost", "chat.example.org"] };
        Put(edge.LoadBalancerServices, new LoadBalancerOptions { Listen = new() { Address = "127.0.0.1", Port = 0 } }, environment);
        Put(edge.Services, _options, environment);
        using var client = await MeetAsync(edge.Port);

        Assert.Equal((true, "TLSv1.3", status), Seen(await client.AskAsync(serverName, host)));
    }

    [Fact]
    public async Task A_new_certificate_is_shown_to_all_and_ends_the_sessions_of_the_old_one()
    {
        await using var edge = await EdgeFixture.StartAsync((made, _) => _options = made);
        using var client = await MeetAsync(edge.Port);
        var before = await SerialAsync(edge);

        using (var session = PkiSession.Open(new PkiRequest { Data = edge.Environment.Data, Hosts = edge.Environment.Hosts, Time = edge.Environment.Time }))
            LeafRotation.Run(session, PkiFolder.EdgeServer);
        Put(edge.Services, _options, edge.Environment);

        using var after = X509CertificateLoader.LoadCertificateFromFile(edge.Folder.Certificate(PkiFolder.EdgeServer));
        Assert.NotEqual(before, after.SerialNumber, StringComparer.Ordinal);
        Assert.Equal(after.SerialNumber, await SerialAsync(edge));
        Assert.Equal((false, "TLSv1.3", 302), Seen(await client.AskAsync("localhost", "localhost")));
    }

    [Theory]
    [InlineData("-tls1_3")]
    [InlineData("-tls1_2")]
    public async Task A_connection_that_is_asked_for_a_certificate_is_never_resumed(string version)
    {
        await using var edge = await EdgeFixture.StartAsync((options, folder) => options.UpstreamProxies = new()
        {
            ClientCertificate = new() { Authorities = [folder.Certificate(PkiFolder.OriginCa)] },
        });
        using var client = new OpenSslClient(
            edge.Port, version, "-cert", edge.Folder.Certificate(PkiFolder.EdgeClient), "-key", edge.Folder.Key(PkiFolder.EdgeClient));

        Assert.False((await client.AskAsync("localhost", "localhost")).IsResumed);
        Assert.False((await client.AskAsync("localhost", "localhost")).IsResumed);
    }

    [Fact]
    public async Task A_session_from_before_certificates_were_asked_for_is_worth_nothing()
    {
        await using var edge = await EdgeFixture.StartAsync((made, _) => _options = made);
        using var client = await MeetAsync(edge.Port);
        Put(edge.Services, _options with { UpstreamProxies = new() { ClientCertificate = new() { Authorities = [edge.Folder.Certificate(PkiFolder.OriginCa)] } } }, edge.Environment);

        Assert.Equal((false, "TLSv1.3", 302), Seen(await client.AskAsync("localhost", "localhost")));
    }

    [Fact]
    public async Task Who_offers_TLS_1_2_and_1_3_gets_1_3()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(version: SslProtocols.Tls12 | SslProtocols.Tls13));

        Assert.Equal(SslProtocols.Tls13, client.Stream.SslProtocol);
    }

    [Fact]
    public async Task Who_offers_TLS_1_2_only_gets_forward_secrecy_and_authenticated_encryption()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(version: SslProtocols.Tls12));

        Assert.Equal(SslProtocols.Tls12, client.Stream.SslProtocol);
        Assert.Matches("^TLS_ECDHE_(ECDSA|RSA)_WITH_(AES_(128|256)_GCM|CHACHA20_POLY1305)_SHA(256|384)$", client.Stream.NegotiatedCipherSuite.ToString());
    }

    /// <summary>A client with a session that it got in a full handshake for localhost.</summary>
    private static async Task<OpenSslClient> MeetAsync(int port)
    {
        var client = new OpenSslClient(port);
        Assert.Equal((false, "TLSv1.3", 302), Seen(await client.AskAsync("localhost", "localhost")));
        Assert.True(client.HasSession, "no session to resume");
        return client;
    }

    private static (bool IsResumed, string Protocol, int Status) Seen(OpenSslExchange exchange) => (exchange.IsResumed, exchange.Protocol, exchange.Status);

    private static async Task<string> SerialAsync(EdgeFixture edge)
    {
        await using var client = await edge.ConnectAsync();
        return ((X509Certificate2)client.Stream.RemoteCertificate!).SerialNumber;
    }

    private static void Put<TOptions>(IServiceProvider services, TOptions options, TierEnvironment environment)
    {
        using var prepared = services.GetRequiredService<ISettingsSwap<TOptions>>().Prepare(options, environment);
        prepared.PutIntoForce();
    }
}
