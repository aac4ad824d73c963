using System.Text;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Tests.Forwarding;

/// <summary>What both hops do to a request and its answer, seen from both ends.</summary>
public sealed class ForwarderTests
{
    private const string Upgrade =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    [Fact]
    public async Task Brings_back_the_plain_answer_to_a_client_that_asked_for_a_WebSocket()
    {
        await using var edge = await EdgeFixture.StartAsync();
        var seen = new List<string>();
        await using var tier = await edge.StartHomeserverAsync(context =>
        {
            seen.Add($"{context.Request.Method} {context.Request.Headers.Upgrade}");
            return context.Response.WriteAsync("just this");
        });
        await using var client = await edge.ConnectAsync();

        // Without "close" the answer has to end by itself.
        await client.SendAsync($"GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\n{Upgrade}\r\n");
        var head = await client.ReadUntilAsync("\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Upgrade", head, StringComparison.OrdinalIgnoreCase);
        await client.ReadUntilAsync("just this");
        Assert.Equal(["GET websocket", "GET "], seen);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(426)]
    public async Task Brings_back_a_refusal_of_a_WebSocket(int status)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = await edge.StartHomeserverAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("no");
        });

        var answer = await edge.ExchangeAsync($"GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\n{Upgrade.Replace("Upgrade\r\n", "Upgrade, close\r\n", StringComparison.Ordinal)}\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    /// <summary>Edge auth and the firewall know WebSockets by GET; whatever forwards would open them for any method.</summary>
    [Theory]
    [InlineData("OPTIONS", "websocket")]
    [InlineData("POST", "WebSocket")]
    [InlineData("HEAD", "websocket")]
    [InlineData("PUT", "websocket")]
    [InlineData("PROPFIND", "websocket, x")]
    public async Task Opens_a_WebSocket_only_for_GET(string method, string protocol)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RawTier(edge.Socket("data-api"));
        var headers = Upgrade.Replace("websocket", protocol, StringComparison.Ordinal).Replace("Connection: Upgrade", "Connection: Upgrade, close", StringComparison.Ordinal);

        var answer = await edge.ExchangeAsync($"{method} /v1/graphql HTTP/1.1\r\nHost: localhost\r\nOrigin: https://x.example\r\nAccess-Control-Request-Method: POST\r\n{headers}\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Equal(0, tier.Waiting);
    }

    /// <summary>Nobody here could tell what is said after such a switch.</summary>
    [Theory]
    [InlineData("h2c")]
    [InlineData("SPDY/3.1")]
    [InlineData("TLS/1.0")]
    [InlineData("websocket, h2c")]
    public async Task Ignores_that_a_client_asks_for_another_protocol(string protocol)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RawTier(edge.Socket("homeserver"));

        await edge.ExchangeAsync($"GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\nHTTP2-Settings: AAMAAABk\r\nUpgrade: {protocol}\r\n\r\n");

        Assert.DoesNotContain(await tier.NextAsync(), line => line.StartsWith("Upgrade", StringComparison.OrdinalIgnoreCase) || line.Contains("HTTP2-Settings", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("get")]
    [InlineData("Post")]
    public async Task Refuses_a_method_that_would_arrive_in_other_letters(string method)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RawTier(edge.Socket("homeserver"));

        var answer = await edge.ExchangeAsync($"{method} /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Equal(0, tier.Waiting);
    }

    [Theory]
    [InlineData("PROPFIND")]
    [InlineData("propFind")]
    [InlineData("M-SEARCH")]
    [InlineData("a!#$%&'*+-.^_`|~9")]
    public async Task Brings_any_other_method_as_it_is(string method)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RawTier(edge.Socket("homeserver"));

        await edge.ExchangeAsync($"{method} /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.Equal($"{method} /_matrix/client/versions HTTP/1.1", (await tier.NextAsync())[0]);
    }

    [Fact]
    public async Task Brings_back_header_values_byte_for_byte()
    {
        await using var edge = await EdgeFixture.StartAsync();
        var value = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("Grüße, 世界"));
        await using var tier = new RawTier(edge.Socket("homeserver"), $"HTTP/1.1 200 OK\r\nX-Text: {value}\r\nContent-Length: 0\r\n\r\n");

        var answer = await edge.ExchangeAsync("GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.Contains($"\r\nx-text: {value}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_for_a_tier_whose_headers_cannot_be_passed_on()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RawTier(edge.Socket("homeserver"), "HTTP/1.1 200 OK\r\nX-Text: a\u0001b\r\nContent-Length: 0\r\n\r\n");

        var answer = await edge.ExchangeAsync("GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 502 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("""{"errcode":"M_UNKNOWN","error":"The service could not be reached"}""", answer, StringComparison.Ordinal);
    }
}
