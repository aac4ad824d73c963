using System.Text;
using Bulwark.Proxy.Forwarding.Http1;

namespace Bulwark.Proxy.Tests.Forwarding.Http1;

public sealed class ChunksTests
{
    [Theory]
    [InlineData("0\r\n", 3, 0)]
    [InlineData("5\r\nhello", 3, 5)]
    [InlineData("001aF\r\n", 7, 0x1af)]
    [InlineData("5;name=value;x=\"a b\"\r\n", 22, 5)]
    [InlineData("5 ; a\r\n", 7, 5)]
    [InlineData("7fffffffffffff\r\n", 16, 0x7fffffffffffff)]
    public void Reads_a_size(string text, int taken, long size)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        Assert.Equal(taken, Chunks.ReadSize(bytes, out var read));
        Assert.Equal(size, read);
        for (var length = 0; length < taken; length++)
            Assert.Equal(0, Chunks.ReadSize(bytes.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("5\n")]
    [InlineData(" 5\r\n")]
    [InlineData("0x5\r\n")]
    [InlineData("-5\r\n")]
    [InlineData("5 5\r\n")]
    [InlineData("g\r\n")]
    [InlineData("5;\rx\r\n")]
    [InlineData("5;\0\r\n")]
    [InlineData("5\r\r\n")]
    [InlineData("1234567890abcdef\r\n")]
    [InlineData("fffffffffffffffffffffffff\r\n")]
    public void Refuses_what_is_no_size(string text) => Assert.Throws<BadAnswerException>(() => Chunks.ReadSize(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void Refuses_a_line_without_an_end() =>
        Assert.Throws<BadAnswerException>(() => Chunks.ReadSize(Encoding.Latin1.GetBytes("5;" + new string('x', 5000)), out _));

    [Fact]
    public void Knows_the_end_of_a_chunk()
    {
        Assert.False(Chunks.ReadEnd(""u8));
        Assert.False(Chunks.ReadEnd("\r"u8));
        Assert.True(Chunks.ReadEnd("\r\n"u8));
        Assert.Throws<BadAnswerException>(() => Chunks.ReadEnd("\nx"u8));
    }
}
