using System.Net.Security;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.LoadBalancer.Tests.Framing;

public sealed class FramingTests
{
    private const string Chunked = "0\r\n\r\n";
    private const string Smuggled = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Theory]
    [InlineData("1.1", "Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [InlineData("1.1", "Transfer-Encoding: chunked\r\nContent-Length: 5")]
    [InlineData("1.1", "Content-Length: 5\r\nContent-Length: 5")]
    [InlineData("1.1", "Content-Length: 5\r\nContent-Length: 6")]
    [InlineData("1.1", "Content-Length: 5, 5")]
    [InlineData("1.1", "Content-Length: -1")]
    [InlineData("1.1", "Content-Length: 0x5")]
    [InlineData("1.1", "Content-Length: +5")]
    [InlineData("1.1", "Content-Length: 5 5")]
    [InlineData("1.1", "Content-Length:")]
    [InlineData("1.1", "Content-Length: 9223372036854775808")]
    [InlineData("1.1", "Content-Length: 5\nX: y")]
    [InlineData("1.1", "Content-Length: 5\rX: y")]
    [InlineData("1.1", "X: a\0b")]
    [InlineData("1.1", "X: a\u000Bb")]
    [InlineData("1.1", "X\u00E9: a")]
    [InlineData("1.1", "X: y\r\n folded")]
    [InlineData("1.1", "X: y\r\n\tTransfer-Encoding: chunked")]
    [InlineData("1.1", "Transfer-Encoding: \u000Bchunked")]
    [InlineData("1.1", "Transfer-Encoding: chunked\nContent-Length: 5")]
    [InlineData("1.1", "no colon")]
    [InlineData("1.1", "Upgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 5")]
    [InlineData("1.1", "Upgrade: websocket\r\nConnection: Upgrade\r\nTransfer-Encoding: chunked")]
    [InlineData("1.1", "Content-Length : 5")]
    [InlineData("1.1", "Transfer-Encoding: gzip, chunked")]
    [InlineData("1.1", "Transfer-Encoding: chunked, chunked")]
    [InlineData("1.1", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")]
    [InlineData("1.1", "Transfer-Encoding: identity")]
    [InlineData("1.1", "Transfer-Encoding: chunked, identity")]
    [InlineData("1.1", "Transfer-Encoding: xchunked")]
    [InlineData("1.1", "Transfer-Encoding : chunked")]
    [InlineData("1.1", "Transfer-Encoding:\tchunked\r\nX-Content-Length: 5")]
    [InlineData("1.1", " Transfer-Encoding: chunked")]
    [InlineData("1.0", "Transfer-Encoding: chunked")]
    [InlineData("1.0", "Transfer-Encoding: chunked\r\nContent-Length: 5")]
    public async Task Refuses_ambiguous_framing_and_closes(string version, string headers)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var tier = new RawTier(lb.Socket("data-api"));

        var answer = await lb.ExchangeAsync($"POST /healthz HTTP/{version}\r\nHost: localhost\r\n{headers}\r\n\r\n{Chunked}{Smuggled}");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Equal(answer.IndexOf("HTTP/1.1 ", StringComparison.Ordinal), answer.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal));
        Assert.Equal(0, tier.Waiting);
    }

    [Theory]
    [InlineData("5;a=b\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;\nhello\r\n0\r\n\r\n")]
    [InlineData("5 \r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\nhello\r\n0\r\n\r\n")]
    [InlineData("+5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("0x5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("\r\nhello\r\n0\r\n\r\n")]
    [InlineData("000000005\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello0\r\n\r\n")]
    [InlineData("5\r\nhello\n0\r\n\r\n")]
    [InlineData("5\r\nhello!\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\n\n")]
    [InlineData("5\r\nhello\r\n0\r\nTrailer: x\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nContent-Length: 5\r\n\r\n")]
    public async Task Refuses_chunks_that_two_servers_could_read_differently_and_closes(string body)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var tier = new RecordingTier(lb.Socket("data-api"));

        var answer = await lb.ExchangeAsync($"POST /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{body}{Smuggled}");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Equal(0, answer.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal));
        Assert.Empty(tier.Requests);
    }

    [Theory]
    [InlineData("CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /healthz\r\n\r\n")]
    [InlineData("GET /healthz HTTP/0.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.2\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /healthz HTTP/2.0\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET  /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /healthz x HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET\t/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData(" GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("G(T /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\nHost: localhost\n\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\n Host: localhost\r\n\r\n")]
    [InlineData("\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("TRACE /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    public async Task Refuses_a_head_that_is_not_plain(string request)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var tier = new RawTier(lb.Socket("data-api"));

        var answer = await lb.ExchangeAsync(request + Smuggled);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Equal(0, answer.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal));
        Assert.Equal(0, tier.Waiting);
    }

    [Fact]
    public async Task Answers_what_came_before_a_refusal_in_order()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var tier = new RawTier(lb.Socket("data-api"));

        var answer = await lb.ExchangeAsync($"{Smuggled}{Smuggled}GET /healthz HTTP/1.1\nHost: localhost\r\n\r\n{Smuggled}");

        Assert.Equal("200 200 400", string.Join(' ', answer.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries).Select(part => part[..3])));
        Assert.Equal(2, tier.Waiting);
    }

    [Fact]
    public async Task Takes_nothing_more_on_a_connection_whose_upgrade_was_not_granted()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var tier = new RawTier(lb.Socket("data-api"));

        var answer = await lb.ExchangeAsync($"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\nGET /healthz HTTP/1.1\nHost: localhost\n\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Equal(0, answer.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal));
        Assert.Equal(1, tier.Waiting);
    }

    [Fact]
    public async Task Knows_no_other_expectation_than_100_continue()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var tier = new RawTier(lb.Socket("data-api"));

        var answer = await lb.ExchangeAsync($"POST /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: 200-ok\r\nContent-Length: 2\r\n\r\nok{Smuggled}");

        Assert.StartsWith("HTTP/1.1 417 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Equal(0, tier.Waiting);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: Chunked", "3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 3", "abc")]
    [InlineData("Content-Length: 3\r\nExpect: 100-continue", "abc")]
    [InlineData("Content_Length: 7\r\nTransfer_Encoding: chunked\r\nContent-Length: 3", "abc")]
    public async Task Forwards_a_body_whose_end_is_plain(string headers, string body)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        string? received = null;
        string[] names = [];
        string? length = null;
        await using var tier = await StandInTier.StartAsync(lb.Socket("data-api"), async context =>
        {
            names = [.. context.Request.Headers.Select(header => header.Key)];
            length = context.Request.Headers.ContentLength?.ToString(System.Globalization.CultureInfo.InvariantCulture);
            using var reader = new StreamReader(context.Request.Body);
            received = await reader.ReadToEndAsync();
        });

        var answer = await lb.ExchangeAsync($"POST /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n\r\n{body}");

        Assert.Contains("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal(body.Contains("abc", StringComparison.Ordinal) ? "abc" : "", received);
        Assert.Equal(headers.Contains("chunked", StringComparison.OrdinalIgnoreCase) && !headers.Contains("_Encoding", StringComparison.Ordinal) ? null : "3", length);
        Assert.DoesNotContain(names, name => name.Contains('_', StringComparison.Ordinal) || name == "Expect");
    }

    [Theory]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("connection", "close")]
    [InlineData("te", "gzip")]
    [InlineData("content-length", "5")]
    [InlineData("x\r\ny", "1")]
    [InlineData("x y", "1")]
    [InlineData("x:", "1")]
    [InlineData("x\0", "1")]
    [InlineData("", "1")]
    [InlineData("x", "1\r\ny: 2")]
    [InlineData("x", "1\0")]
    [InlineData("X", "1")]
    [InlineData(":path", "/v1/version")]
    public async Task Refuses_what_HTTP_2_calls_malformed(string name, string value)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var tier = new RawTier(lb.Socket("data-api"));

        Assert.True(await SendAsync(lb, (name, value)) is null or 400);
        Assert.Equal(0, tier.Waiting);
    }

    [Fact]
    public async Task Forwards_an_HTTP_2_request_that_is_well_formed()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var tier = new RawTier(lb.Socket("data-api"));

        Assert.Equal(200, await SendAsync(lb, ("x", "1")));
        Assert.Equal("GET /healthz HTTP/1.1", (await tier.NextAsync())[0]);
    }

    private static async Task<int?> SendAsync(LoadBalancerFixture lb, (string Name, string Value) header)
    {
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        await using var client = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(leaf, SslApplicationProtocol.Http2));
        await client.Stream.WriteAsync(Http2Frames.Preface, Deadline.Token());
        await client.Stream.WriteAsync(
            Http2Frames.Request((":method", "GET"), (":scheme", "https"), (":path", "/healthz"), (":authority", "localhost"), header), Deadline.Token());
        return await Http2Frames.ReadStatusAsync(client.Stream);
    }
}
