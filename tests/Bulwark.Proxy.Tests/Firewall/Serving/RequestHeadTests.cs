using System.Buffers;
using System.Text;
using Bulwark.Proxy.Firewall.Serving;

namespace Bulwark.Proxy.Tests.Firewall.Serving;

public sealed class RequestHeadTests
{
    private static readonly string[] Values = ["1", "two words"];

    [Theory]
    [InlineData("GET /a?b=c HTTP/1.1", "GET", "/a?b=c", "HTTP/1.1")]
    [InlineData("GET / HTTP/1.0", "GET", "/", "HTTP/1.0")]
    [InlineData("GET /a b HTTP/1.1", "GET", "/a b", "HTTP/1.1")]
    [InlineData("     GET / HTTP/1.1", "     GET", "/", "HTTP/1.1")]
    [InlineData("GET /", "GET", "/", "")]
    [InlineData("GET / ", "GET", "/", "")]
    [InlineData("GET", "GET", "", "")]
    [InlineData("TEST / JUNK/1.0", "TEST", "/", "JUNK/1.0")]
    public void Splits_the_first_line_whatever_it_is(string line, string method, string target, string protocol)
    {
        var head = Read($"{line}\r\nHost: a\r\n\r\n");

        Assert.Equal([method, target, protocol], [Text(head.Method), Text(head.Target), Text(head.Protocol)]);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: keep-alive, TE, absent\r\n\r\n")]
    public void Accepts_what_HTTP_allows(string bytes) => Assert.Null(Read(bytes).Refusal);

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400, "Host is missing")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "there is more than one Host")]
    [InlineData("GET /\r\nHost: a\r\n\r\n", 400, "the protocol is neither HTTP/1.1 nor HTTP/1.0")]
    [InlineData("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 400, "the protocol is neither HTTP/1.1 nor HTTP/1.0")]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n", 400, "a line does not end in CR and LF")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n\r\n", 400, "Host is no name or address")]
    [InlineData("GET / HTTP/1.1\r\nHost: a%00\r\n\r\n", 400, "Host is no name or address")]
    [InlineData("GET /#a HTTP/1.1\r\nHost: a\r\n\r\n", 400, "the request target is missing or has characters that no target has")]
    [InlineData("CONNECT a HTTP/1.1\r\nHost: a\r\n\r\n", 400, "CONNECT is for forward proxies")]
    [InlineData("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "the method is no token")]
    [InlineData("GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400, "the request target is neither a path nor an address")]
    [InlineData("GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "the request target is missing or has characters that no target has")]
    [InlineData("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 405, "CONNECT is for forward proxies")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n", 400, "a header line is folded")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nno header\r\n\r\n", 400, "a header line has no name")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n", 400, "a header's name has characters that no name has")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r2\r\n\r\n", 400, "a header's value has a bare CR or a NUL")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400, "Content-Length is no number")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400, "there is more than one Content-Length")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "Content-Length stands beside Transfer-Encoding")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501, "Transfer-Encoding is not one final chunked")]
    [InlineData("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400, "HTTP/1.0 has no Transfer-Encoding")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: Host\r\n\r\n", 400, "Connection names a header that is not of this connection alone")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nCookie: a=b\r\nConnection: close\r\nConnection: x , cookie\r\n\r\n", 400, "Connection names a header that is not of this connection alone")]
    public void Refuses_what_HTTP_does_not_allow(string bytes, int status, string reason) => Assert.Equal(new RequestRefusal(status, reason), Read(bytes).Refusal);

    [Theory]
    [InlineData(100, 10, null)]
    [InlineData(101, 10, "there are more than 100 headers")]
    [InlineData(3, 1030, "Connection has more than 1024 bytes")]
    public void Refuses_what_costs_more_than_anybody_needs(int headers, int commas, string? reason)
    {
        var others = string.Concat(Enumerable.Repeat("a:\r\n", headers - 2));

        Assert.Equal(reason, Read($"GET / HTTP/1.1\r\nHost: a\r\nConnection: {new string(',', commas)}\r\n{others}\r\n").Refusal?.Reason);
    }

    [Theory]
    [InlineData("GET", "WebSocket", true)]
    [InlineData("GET", "h2c", false)]
    [InlineData("GET", "SPDY/3.1", false)]
    [InlineData("GET", "websocket, h2c", false)]
    [InlineData("POST", "websocket", false)]
    public void Only_a_WebSocket_is_an_upgrade(string method, string protocol, bool expected) =>
        Assert.Equal(expected, Read($"{method} / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\n\r\n").IsUpgrade);

    [Fact]
    public void Keeps_the_header_lines_in_their_order_and_spelling()
    {
        var head = Read("GET / HTTP/1.1\r\nHoSt: a\r\nX-A:1\r\nx-a: \ttwo words \t\r\n\r\n").Raw;

        Assert.Equal("HoSt", Text(head.Name(0)));
        Assert.Equal(Values, new[] { Text(head.Value(1)), Text(head.Value(2)) });
        Assert.False(head.TryGetSingle("X-A"u8, out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Reads_a_head_that_comes_in_pieces(int size)
    {
        var bytes = Encoding.Latin1.GetBytes("GET /x HTTP/1.1\r\nHost: a\r\n\r\nBODY");
        var head = new RequestHead();
        var start = 0;
        long used;
        while (!head.Raw.Take(new ReadOnlySequence<byte>(bytes, start, Math.Min(size, bytes.Length - start)), out used))
            start += (int)used;

        head.Raw.Split();
        head.Interpret();

        Assert.Null(head.Refusal);
        Assert.Equal("BODY", Encoding.Latin1.GetString(bytes.AsSpan(start + (int)used)));
    }

    [Fact]
    public void Stops_to_take_a_head_that_never_ends()
    {
        var head = new RawHead();
        var line = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes($"X: {new string('a', 1000)}\r\n"));
        for (var i = 0; i < 100; i++)
            Assert.False(head.Take(line, out _));

        Assert.True(head.IsFull);
    }

    private static RequestHead Read(string bytes)
    {
        var head = new RequestHead();
        Assert.True(head.Raw.Take(new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(bytes)), out _));
        head.Raw.Split();
        head.Interpret();
        return head;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
