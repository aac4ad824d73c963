using System.Net.Security;
using System.Net.Sockets;
using Bulwark.Proxy.Limits;
using Bulwark.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge.Tests.Limits;

public sealed class FirstRequestTests
{
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8.ToArray();

    [Fact]
    public async Task A_connection_without_a_handshake_is_closed()
    {
        await using var edge = await StartAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", edge.Port, Deadline.Token());

        Assert.Equal(0, await ReadToEndAsync(tcp.GetStream()));
        Assert.True(await NobodyWaitsAsync(edge));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(1, "GET / HTT")]
    [InlineData(2, "")]
    [InlineData(2, "preface")]
    public async Task A_connection_without_a_request_is_closed(int version, string beginning)
    {
        await using var edge = await StartAsync();
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(version == 1 ? SslApplicationProtocol.Http11 : SslApplicationProtocol.Http2));
        if (beginning == "preface")
            await client.Stream.WriteAsync(Preface, Deadline.Token());
        else
            await client.SendAsync(beginning);

        var answer = await client.ReadToEndAsync(); // ends, or the deadline of the test does

        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.True(await NobodyWaitsAsync(edge));
    }

    [Fact]
    public async Task A_connection_with_a_request_is_kept()
    {
        await using var edge = await StartAsync();
        await using var kept = await edge.ConnectAsync();
        await kept.SendAsync("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await kept.ReadUntilAsync("\r\n\r\n");
        await using var idle = await edge.ConnectAsync();

        await idle.ReadToEndAsync(); // a younger one is closed: the older one's time is long over
        await kept.SendAsync("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 302", await kept.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    private static Task<EdgeFixture> StartAsync() => EdgeFixture.StartAsync((options, _) => options.Limits.FirstRequestTimeout = TimeSpan.FromSeconds(1));

    private static async Task<int> ReadToEndAsync(NetworkStream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1], Deadline.Token());
        }
        catch (IOException)
        {
            return 0; // reset: closed as well
        }
    }

    /// <summary>The server sees the end a moment after its client.</summary>
    private static async Task<bool> NobodyWaitsAsync(EdgeFixture edge)
    {
        var deadline = Deadline.Token();
        while (edge.Services.GetRequiredService<OpenConnections>().Count > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), deadline);
        return true;
    }
}
