using System.Text;
using Bulwark.Proxy.Forwarding.Http1;

namespace Bulwark.Proxy.Tests.Forwarding.Http1;

public sealed class AnswerHeadTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", 200, -1, false, true)]
    [InlineData("HTTP/1.1 200 OK\n\n", 200, -1, false, true)]
    [InlineData("HTTP/1.1 200\r\n\r\n", 200, -1, false, true)]
    [InlineData("HTTP/1.1 999 \r\n\r\n", 999, -1, false, true)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", 200, -1, false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, 0, false, true)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length:\t12 \r\n\r\n", 200, 12, false, true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 12\r\nContent-Length: 12\r\n\r\n", 200, 12, false, true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length : 12\r\n\r\n", 200, 12, false, true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n", 200, -1, true, true)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", 200, -1, false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: x, Close\r\n\r\n", 200, -1, false, false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\n", 200, -1, false, true)]
    [InlineData("HTTP/1.1 200 \u00e9\r\nX: \u00e9\r\n\r\n", 200, -1, false, true)]
    public void Reads(string text, int status, long length, bool isChunked, bool isPersistent)
    {
        var head = Read(text);

        Assert.Equal((status, length, isChunked, isPersistent), (head.Status, head.Length, head.IsChunked, head.IsPersistent));
    }

    [Theory]
    [InlineData("\r\n\r\n")]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.x 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.12 200 OK\r\n\r\n")]
    [InlineData("http/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000\r\n\r\n")]
    [InlineData("HTTP/1.1 +20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 O\rK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 O\0K\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: empty\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n : space\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA B: space\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: 1\r\n folded\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: 1\r\n\tX: folded\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: 1\rB: 2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA\r: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: 1\r\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: \u0001\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: \u007f\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\u00e9: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked,\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public void Refuses(string text) => Assert.Throws<BadAnswerException>(() => Read(text));

    [Fact]
    public void Keeps_names_and_values_as_they_came()
    {
        var head = Read("HTTP/1.1 404 Gone fishing\r\nX-Own:\u00e9 a \r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nX-Empty:\r\n\r\n");

        Assert.Equal("Gone fishing", head.Reason);
        Assert.Equal(
            [("X-Own", "\u00e9 a"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Empty", "")],
            head.Fields.ToArray().Select(field => (field.Name.Text, field.Value)));
    }

    [Fact]
    public void Forwards_no_header_of_the_connection_nor_one_that_it_names()
    {
        var head = Read("HTTP/1.1 200 OK\r\nX-Gone: 1\r\nConnection: x-gone, keep-alive\r\nKeep-Alive: timeout=5\r\nTransfer-Encoding: chunked\r\nX-Stays: 1\r\n\r\n");

        Assert.Equal("X-Stays", Forwarded(head));
    }

    [Fact]
    public void Carries_nothing_over_into_the_next_answer()
    {
        var head = Read("HTTP/1.0 201 Made\r\nA: 1\r\nConnection: b\r\nContent-Length: 5\r\nSet-Cookie: secret\r\n\r\n");
        head.Forget();

        Read("HTTP/1.1 200 OK\r\nA: 2\r\nB: 1\r\nB: 3\r\n\r\n", head);

        Assert.Equal(("OK", -1, true), (head.Reason, head.Length, head.IsPersistent));
        Assert.Equal([("A", "2"), ("B", "1"), ("B", "3")], head.Fields.ToArray().Select(field => (field.Name.Text, field.Value)));
        Assert.Equal("A B B", Forwarded(head));
    }

    [Fact]
    public void Makes_no_string_for_what_it_has_read_before_and_keeps_no_secret()
    {
        const string Text = "HTTP/1.1 200 Fine\r\nX-Own: some value\r\nSet-Cookie: secret\r\nContent-Type: application/json\r\n\r\n";
        var head = Read(Text);
        var reason = head.Reason;
        var before = head.Fields.ToArray();

        head.Forget();
        Read(Text, head);

        Assert.Same(reason, head.Reason);
        Assert.Same(before[0].Name, head.Fields[0].Name);
        Assert.Same(before[0].Value, head.Fields[0].Value);
        Assert.NotSame(before[1].Value, head.Fields[1].Value);
        Assert.Same(before[2].Value, head.Fields[2].Value);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Takes_so_many_headers_and_no_more(int count, bool isTaken)
    {
        var text = "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {i}\r\n")) + "\r\n";

        if (isTaken)
            Assert.Equal(count, Read(text).Fields.Length);
        else
            Assert.Throws<BadAnswerException>(() => Read(text));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("H", true)]
    [InlineData("HTTP/1.", true)]
    [InlineData("HTTP/1.1 2", true)]
    [InlineData("<", false)]
    [InlineData("HTTP/2", false)]
    public void Knows_early_what_is_no_answer(string text, bool mayBegin) => Assert.Equal(mayBegin, AnswerHead.MayBegin(Encoding.Latin1.GetBytes(text)));

    [Theory]
    [InlineData("A: 1\r\n\r\nrest", 8)]
    [InlineData("A: 1\n\nrest", 6)]
    [InlineData("\r\nrest", 2)]
    [InlineData("A: 1\r\n", 0)]
    [InlineData("A: 1\r\n\r", 0)]
    [InlineData("A: 1\n\r\r\n", 0)]
    [InlineData("", 0)]
    public void Finds_the_end_however_the_bytes_come(string text, int end)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var step = 1; step <= Math.Max(1, bytes.Length); step++)
        {
            var line = 0;
            var found = 0;
            for (var length = 0; found == 0 && length <= bytes.Length; length += step)
                found = FieldList.EndOf(bytes.AsSpan(0, length), ref line);

            if (found == 0)
                found = FieldList.EndOf(bytes, ref line);
            Assert.Equal(end, found);
        }
    }

    private static string Forwarded(AnswerHead head) => string.Join(' ', head.Fields.ToArray().Where(field => head.IsForwarded(field)).Select(field => field.Name.Text));

    private static AnswerHead Read(string text, AnswerHead? head = null)
    {
        head ??= new AnswerHead();
        head.Read(Encoding.Latin1.GetBytes(text));
        return head;
    }
}
