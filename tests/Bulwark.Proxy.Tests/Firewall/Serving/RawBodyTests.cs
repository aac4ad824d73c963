using System.IO.Pipelines;
using System.Text;
using Bulwark.Proxy.Firewall.Serving;

namespace Bulwark.Proxy.Tests.Firewall.Serving;

public sealed class RawBodyTests
{
    [Theory]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("5;name=value\r\nhello\r\n1 ;x\r\n!\r\n0\r\nTrailer: x\r\n\r\n", "hello!")]
    [InlineData("0\r\n\r\n", "")]
    public async Task Reads_chunks_up_to_the_last_one(string bytes, string content)
    {
        foreach (var piece in new[] { 1, 3, 1000 })
        {
            var (read, flaw, rest) = await ReadAsync(bytes + "NEXT", RawFraming.Chunked, 0, piece);

            Assert.Equal((content, null, "NEXT"), (read, flaw, rest));
        }
    }

    [Theory]
    [InlineData("5\r\nhello!\r\n0\r\n\r\n", "a chunk is longer than it says")]
    [InlineData("x\r\n", "the size of a chunk is no number")]
    [InlineData("\r\n", "the size of a chunk is no number")]
    [InlineData("-1\r\n", "the size of a chunk is no number")]
    [InlineData("5x\r\n", "the size of a chunk is no number")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\n", "the size of a chunk is no number")]
    [InlineData("5\nhello\r\n0\r\n\r\n", "a line between chunks does not end in CR and LF")]
    [InlineData("5\r\nhell", "the connection ended before the body did")]
    public async Task Says_what_is_wrong_with_chunks(string bytes, string expected)
    {
        var (_, flaw, _) = await ReadAsync(bytes, RawFraming.Chunked, 0, 1000);

        Assert.Equal(expected, flaw);
    }

    [Fact]
    public async Task Refuses_a_line_between_chunks_that_is_too_long()
    {
        var (_, flaw, _) = await ReadAsync($"5;{new string('x', 9000)}", RawFraming.Chunked, 0, 1000);

        Assert.Equal("a line between chunks is too long", flaw);
    }

    [Fact]
    public async Task Reads_as_many_bytes_as_the_length_says()
    {
        var (read, flaw, rest) = await ReadAsync("helloNEXT", RawFraming.Length, 5, 2);

        Assert.Equal(("hello", null, "NEXT"), (read, flaw, rest));
    }

    private static async Task<(string Content, string? Flaw, string Behind)> ReadAsync(string bytes, RawFraming framing, long length, int piece)
    {
        var pipe = new Pipe();
        var body = new RawBody(pipe.Reader);
        body.Begin(framing, length);
        var writing = WriteAsync(pipe.Writer, Encoding.Latin1.GetBytes(bytes), piece);
        var content = new StringBuilder();
        var buffer = new byte[4];
        while (await body.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
            content.Append(Encoding.Latin1.GetString(buffer, 0, count));

        await writing;
        var rest = await pipe.Reader.ReadAtLeastAsync(1000, TestContext.Current.CancellationToken);
        return (content.ToString(), body.Flaw, Encoding.Latin1.GetString(rest.Buffer));
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] bytes, int piece)
    {
        foreach (var part in bytes.Chunk(piece))
            await writer.WriteAsync(part);

        await writer.CompleteAsync();
    }
}
