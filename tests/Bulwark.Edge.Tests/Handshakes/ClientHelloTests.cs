using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Bulwark.Edge.Handshakes;
using Bulwark.Testing;

namespace Bulwark.Edge.Tests.Handshakes;

public sealed class ClientHelloTests
{
    [Theory]
    [InlineData("acme-tls/1", true)]
    [InlineData("h2", false)]
    [InlineData("acme-tls/1 h2", false)]
    [InlineData("acme-tls/1 acme-tls/1", false)]
    [InlineData("acme-tls/10", false)]
    public async Task Knows_a_hello_that_offers_the_one_protocol(string protocols, bool isAcme)
    {
        var bytes = await GreetAsync(protocols.Split(' '));

        Assert.True(ClientHello.TryRead(bytes, out var hello));
        Assert.Equal(new ClientHello("chat.example.org", isAcme, OffersTls13: true), hello);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, false)]
    [InlineData(SslProtocols.Tls13, true)]
    [InlineData(SslProtocols.Tls12 | SslProtocols.Tls13, true)]
    public async Task Knows_a_hello_that_offers_TLS_1_3(SslProtocols versions, bool offersTls13)
    {
        Assert.True(ClientHello.TryRead(await GreetAsync(["h2"], versions), out var hello));
        Assert.Equal(offersTls13, hello?.OffersTls13);
    }

    [Fact]
    public async Task Waits_for_the_whole_and_stumbles_over_nothing()
    {
        var bytes = await GreetAsync(["acme-tls/1"]);
        for (var length = 0; length < bytes.Length; length++)
            Assert.False(ClientHello.TryRead(bytes.AsSpan(0, length), out _));

        // Every length field lies once: the answer may be anything, an exception may not.
        foreach (var value in new byte[] { 0, 1, 127, 255 })
        {
            for (var at = 0; at < bytes.Length; at++)
            {
                var damaged = bytes.ToArray();
                damaged[at] = value;
                _ = ClientHello.TryRead(damaged, out _);
            }
        }

        Assert.True(ClientHello.TryRead("GET / HTTP/1.1\r\n"u8, out var none));
        Assert.Null(none);
        Assert.True(ClientHello.TryRead([22, 3, 1, 255, 255, .. RandomNumberGenerator.GetBytes(100)], out none));
        Assert.Null(none);
    }

    /// <summary>The first bytes of a real client.</summary>
    private static async Task<byte[]> GreetAsync(string[] protocols, SslProtocols versions = SslProtocols.None)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Deadline.Token());
        using var server = await listener.AcceptTcpClientAsync(Deadline.Token());
        await using var tls = new SslStream(client.GetStream());
        using var end = new CancellationTokenSource();
        var greeting = tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "chat.example.org",
                EnabledSslProtocols = versions,
                ApplicationProtocols = [.. protocols.Select(name => new SslApplicationProtocol(name))],
            },
            end.Token);
        var header = new byte[5];
        await server.GetStream().ReadExactlyAsync(header, Deadline.Token());
        var record = new byte[(header[3] << 8) | header[4]];
        await server.GetStream().ReadExactlyAsync(record, Deadline.Token());
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => greeting);
        return [.. header, .. record];
    }
}
