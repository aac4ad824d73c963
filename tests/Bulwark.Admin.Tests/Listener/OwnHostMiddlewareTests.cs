using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki;

namespace Bulwark.Admin.Tests.Listener;

public sealed class OwnHostMiddlewareTests
{
    [Theory]
    [InlineData("127.0.0.1:{port}", HttpStatusCode.OK)]
    [InlineData("localhost:{port}", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:{port}", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost:1", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.2:{port}", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.:{port}", HttpStatusCode.MisdirectedRequest)]
    [InlineData("rebound.example:{port}", HttpStatusCode.MisdirectedRequest)]
    public async Task Takes_its_own_names_with_its_own_port(string host, HttpStatusCode expected)
    {
        await using var admin = await AdminInstance.StartAsync();
        using var certificate = admin.Certificate(PkiFolder.AdminClient);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.Host = host.Replace("{port}", $"{admin.Url.Port}", StringComparison.Ordinal);

        using var client = ClientOf127001(admin, certificate);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        if (expected != HttpStatusCode.OK)
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    // HttpClient takes the name for the TLS handshake from the Host header, so this one brings a TLS stream of its own.
    private static HttpClient ClientOf127001(AdminInstance admin, X509Certificate2 certificate)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            CertificateChainPolicy = TrustStore.Load(admin.Folder.Certificate(PkiFolder.AdminCa)).CreateServerPolicy(),
            ClientCertificates = [certificate],
        };
        return new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, cancellationToken) => ConnectAsync(admin.Url, options, cancellationToken) })
        {
            BaseAddress = new Uri($"http://{admin.Url.Authority}"),
        };
    }

    private static async ValueTask<Stream> ConnectAsync(Uri url, SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, url.Port, cancellationToken);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await tls.AuthenticateAsClientAsync(options, cancellationToken);
        return tls;
    }
}
