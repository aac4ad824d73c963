using Bulwark.Testing;

namespace Bulwark.Edge.Tests.Headers;

/// <summary>What <c>Connection</c> names belongs to the client's connection alone (RFC 9110 section 7.6.1), whatever else the line says.</summary>
public sealed class ConnectionHeadersTests
{
    [Theory]
    [InlineData("Connection: X-Gone")]
    [InlineData("Connection: close, X-Gone")]
    [InlineData("Connection: X-Gone, close")]
    [InlineData("Connection: keep-alive,x-gone")]
    [InlineData("connection:\tKeep-Alive ,\t X-GONE ")]
    [InlineData("Connection: Upgrade, X-Gone")]
    [InlineData("Connection: close\r\nConnection: X-Gone")]
    [InlineData("Connection: X-Gone, close\r\nConnection: X-Other, keep-alive")]
    public async Task Headers_that_Connection_names_go_no_further(string lines)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RecordingTier(edge.Socket("homeserver"));
        await using var client = await edge.ConnectAsync();

        await client.SendAsync($"GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nX-Gone: 1\r\nX-Kept: 2\r\n{lines}\r\n\r\n");
        await client.ReadUntilAsync("\r\n\r\n");

        var request = Assert.Single(tier.Requests);
        Assert.Empty(request.Values("X-Gone"));
        Assert.Equal(["2"], request.Values("X-Kept"));
    }

    [Fact]
    public async Task Each_request_of_a_connection_names_its_own()
    {
        string[] lines = ["Connection: keep-alive, X-First", "Accept: */*", "Connection: keep-alive", "Connection: keep-alive, X-Second", "Connection: close, X-First, X-Second"];
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RecordingTier(edge.Socket("homeserver"));
        await using var client = await edge.ConnectAsync();

        // All at once: the guard before the server has seen the last one when the first is answered.
        await client.SendAsync(string.Concat(lines.Select(line => $"GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nX-First: 1\r\nX-Second: 2\r\n{line}\r\n\r\n")
            .Prepend("GET / HTTP/1.1\r\nHost: elsewhere\r\nConnection: keep-alive, X-First, X-Second\r\n\r\n")));
        await client.ReadToEndAsync();

        Assert.Equal(["2", "1 2", "1 2", "1", ""], tier.Requests.Select(request => string.Join(' ', [.. request.Values("X-First"), .. request.Values("X-Second")])), StringComparer.Ordinal);
    }
}
