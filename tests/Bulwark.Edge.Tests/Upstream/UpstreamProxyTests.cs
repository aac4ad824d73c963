using System.Net.Security;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.Edge.Tests.Upstream;

public sealed class UpstreamProxyTests
{
    [Theory]
    [InlineData(true, "127.0.0.0/8", "203.0.113.7")]
    [InlineData(true, null, "203.0.113.7")]
    [InlineData(false, "127.0.0.0/8", "127.0.0.1")]
    [InlineData(false, null, "127.0.0.1")]
    [InlineData(true, "192.0.2.0/24", "127.0.0.1")]
    public async Task A_proxy_is_known_by_its_certificate_and_its_network(bool showsCertificate, string? range, string client)
    {
        await using var edge = await EdgeFixture.StartAsync((options, folder) => options.UpstreamProxies = new()
        {
            ClientCertificate = new() { Authorities = [folder.Certificate(PkiFolder.OriginCa)] },
            Ranges = range is null ? [] : [range],
        });

        Assert.Equal(client, await ForwardedForAsync(edge, showsCertificate ? PkiFolder.EdgeClient : null));
    }

    [Fact]
    public async Task A_certificate_of_another_CA_is_worth_nothing_and_refuses_nobody()
    {
        await using var edge = await EdgeFixture.StartAsync((options, folder) => options.UpstreamProxies = new()
        {
            ClientCertificate = new() { Authorities = [folder.Certificate(PkiFolder.PublicCa)] },
        });

        Assert.Equal("127.0.0.1", await ForwardedForAsync(edge, PkiFolder.EdgeClient));
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7")]
    [InlineData("192.0.2.1", "127.0.0.1")]
    public async Task Without_a_certificate_its_network_alone_decides(string range, string client)
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.UpstreamProxies = new() { Ranges = [range] });

        Assert.Equal(client, await ForwardedForAsync(edge, leaf: null));
    }

    /// <summary>What the tier behind is told, when the peer says that its client is 203.0.113.7.</summary>
    private static async Task<string> ForwardedForAsync(EdgeFixture edge, string? leaf)
    {
        await using var homeserver = new RecordingTier(edge.Socket("homeserver"));
        var tls = edge.Tls();
        if (leaf is not null)
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(CertificateFiles.Load(edge.Folder.Certificate(leaf), edge.Folder.Key(leaf)), additionalCertificates: null, offline: true);

        await using var client = await RawTlsClient.ConnectAsync(edge.Port, tls);
        await client.SendAsync("GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nCF-Connecting-IP: 203.0.113.7\r\nX-Forwarded-For: 198.51.100.1\r\nConnection: close\r\n\r\n");
        await client.ReadToEndAsync();

        var request = Assert.Single(homeserver.Requests);
        Assert.Empty(request.Values("CF-Connecting-IP"));
        return Assert.Single(request.Values("X-Forwarded-For"));
    }
}
