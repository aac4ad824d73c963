using System.Net;
using System.Net.Security;
using Bulwark.Testing;

namespace Bulwark.Edge.Tests.Forwarding;

/// <summary>
/// Fields after a body. Those of answers go all the way to the client. Those of requests end at the edge: nothing behind reads them, and what came after the checks of a request
/// must not look as if it had passed them (RFC 9110 section 6.5.1).
/// </summary>
public sealed class TrailerTests
{
    private const string Path = "/_matrix/client/v3/sync";

    [Theory]
    [InlineData("x-checksum", "abc")]
    [InlineData("x-forwarded-for", "192.0.2.1")]
    [InlineData("authorization", "Bearer stolen")]
    [InlineData("x-amzn-mtls-clientcert-subject", "CN=somebody-else")]
    public async Task Trailers_of_a_request_over_HTTP_2_end_at_the_edge(string name, string value)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RecordingTier(edge.Socket("homeserver"));
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));
        byte[] bytes =
        [
            .. Http2Frames.Preface,
            .. Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndHeaders, 1, Http2Frames.Block(
                (":method", "PUT"), (":scheme", "https"), (":authority", "localhost"), (":path", Path), ("te", "trailers"), ("trailer", name))),
            .. Http2Frames.Frame(Http2Frames.Data, 0, 1, "hello"u8),
            .. Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndHeaders | Http2Frames.EndStream, 1, Http2Frames.Block((name, value))),
        ];

        await client.Stream.WriteAsync(bytes, Deadline.Token());

        Assert.Equal(200, await Http2Frames.ReadStatusAsync(client.Stream));
        var request = Assert.Single(tier.Requests);
        Assert.Equal("hello", request.Body);
        Assert.Empty(tier.Violations);
        Assert.DoesNotContain(request.Head, line => line.Contains(value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData(":path", "/_synapse/admin")]
    [InlineData("content-length", "3")]
    public async Task Trailers_that_would_change_the_request_are_not_believed(string name, string value)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RecordingTier(edge.Socket("homeserver"));
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));
        byte[] bytes =
        [
            .. Http2Frames.Preface,
            .. Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndHeaders, 1, Http2Frames.Block((":method", "PUT"), (":scheme", "https"), (":authority", "localhost"), (":path", Path))),
            .. Http2Frames.Frame(Http2Frames.Data, 0, 1, "hello"u8),
            .. Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndHeaders | Http2Frames.EndStream, 1, Http2Frames.Block((name, value))),
        ];

        await client.Stream.WriteAsync(bytes, Deadline.Token());
        _ = await Http2Frames.ReadStatusAsync(client.Stream);

        Assert.Empty(tier.Violations);
        Assert.All(tier.Requests, request => Assert.Equal((Path, "hello"), (request.Target, request.Body)));
    }

    [Theory]
    [InlineData("1\r\n#\r\n")]
    [InlineData("")]
    public async Task Trailers_of_an_answer_reach_a_client_of_HTTP_2(string body)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RawTier(
            edge.Socket("homeserver"),
            $"HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\nTransfer-Encoding: chunked\r\n\r\n{body}0\r\ngrpc-status: 5\r\ngrpc-message: not%20found\r\n\r\n");
        using var client = edge.Client(httpVersion: 2);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Headers = { { "TE", "trailers" } } };

        using var response = await client.SendAsync(request, Deadline.Token());

        Assert.Equal(body.Length > 0 ? "#" : "", await response.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.Equal("5", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
        Assert.Equal("not%20found", Assert.Single(response.TrailingHeaders.GetValues("grpc-message")));
    }

    [Fact]
    public async Task A_client_of_HTTP_1_gets_the_answer_whole()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RawTier(edge.Socket("homeserver"), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\ngrpc-status: 5\r\n\r\n");
        using var client = edge.Client(httpVersion: 1);

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal("body", await response.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.False(response.Headers.Contains("grpc-status")); // a trailer never becomes a header
    }
}
