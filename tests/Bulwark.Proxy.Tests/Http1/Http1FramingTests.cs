using System.Buffers;
using System.Text;
using Bulwark.Proxy.Http1;

namespace Bulwark.Proxy.Tests.Http1;

public sealed class Http1FramingTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    [Theory]
    [InlineData(Get)]
    [InlineData(Get + Get)]
    [InlineData("\r\n" + Get + "\r\n" + Get)]
    [InlineData("GET /a?b=%20 HTTP/1.0\r\n\r\n")]
    [InlineData("PROPFIND /x HTTP/1.1\r\nHost:x\r\nEmpty:\r\nTab:\ta\tb\t\r\nUtf8: caf\u00C3\u00A9\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n\n\n\0\r\n" + Get)]
    [InlineData("POST / HTTP/1.1\r\ncontent-length:\t005 \r\n\r\nhello" + Get)]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n" + Get)]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Get)]
    [InlineData("POST / HTTP/1.1\r\ntransfer-encoding:CHUNKED\r\n\r\n5\r\na\nb\0c\r\n0000000A\r\n0123456789\r\n00\r\n\r\n" + Get)]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\n\0anything\n")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade-Insecure-Requests: 1\r\n\r\n" + Get)]
    [InlineData("GET / HTTP/1.1\r\nX-Content-Length: a\r\nX-Transfer-Encoding: b\r\nX-Upgrade: c\r\n\r\n" + Get)]
    public void Takes_what_is_plain_in_whatever_pieces_it_comes(string text)
    {
        Assert.All(Enumerable.Range(1, text.Length), piece => Assert.Equal(-1, RefusedAt(text, piece)));
    }

    /// <summary>The text before the bar is done with, and nothing behind it reaches the server.</summary>
    [Theory]
    [InlineData("|GET /\r\n\r\n")]
    [InlineData(Get + "|GET / HTTP/1.1\nHost: x\r\n\r\n")]
    [InlineData(Get + "|\n" + Get)]
    [InlineData("GET / HTTP/1.1\r\n|Host: x\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n|\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n| folded\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n|X : y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n|X: y\rz\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n|: y\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n|X\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 5\r\n|Transfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n|Content-Length: 5\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 5\r\n|Content-Length: 5\r\n\r\n")]
    [InlineData("POST / HTTP/1.0\r\n|Transfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5|;x\r\nhello")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello|!\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n|Trailer: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: x\r\nContent-Length: 1\r\n|\r\na")]
    public void Refuses_from_the_first_doubtful_line_on_in_whatever_pieces_it_comes(string marked)
    {
        var bar = marked.IndexOf('|', StringComparison.Ordinal);
        var text = marked.Remove(bar, 1);

        Assert.All(Enumerable.Range(1, text.Length), piece => Assert.Equal(bar, RefusedAt(text, piece)));
    }

    [Theory]
    [InlineData(1024, 0, -1)]
    [InlineData(500, 500, -1)]
    [InlineData(1025, 0, 16)]
    [InlineData(600, 600, 630)]
    public void What_Connection_says_has_a_size(int first, int second, int refusedAt)
    {
        var text = $"GET / HTTP/1.1\r\nConnection: {new string('x', first)}\r\nConnection:{new string('y', second)}\r\n\r\n";

        Assert.Equal(refusedAt, RefusedAt(text, text.Length));
    }

    /// <summary>Where the refused byte stands, or -1.</summary>
    private static int RefusedAt(string text, int piece)
    {
        var framing = new Http1Framing(new NominatedHeaders());
        var bytes = Encoding.Latin1.GetBytes(text);
        var done = 0;
        for (var end = Math.Min(piece, bytes.Length); ; end = Math.Min(end + piece, bytes.Length))
        {
            var reader = new SequenceReader<byte>(new ReadOnlySequence<byte>(bytes, done, end - done));
            var isTaken = framing.Read(ref reader);
            done += (int)reader.Consumed;
            if (!isTaken)
                return done;
            if (end == bytes.Length)
                return -1;
        }
    }
}
