using Bulwark.Waf.Text;

namespace Bulwark.Waf.Tests.Text;

public sealed class ByteBufferTests
{
    [Fact]
    public void Grows_and_keeps_what_was_written()
    {
        var buffer = new ByteBuffer(1);
        for (var i = 0; i < 1000; i++)
            buffer.Append((byte)i);

        buffer.Append("end"u8);

        Assert.Equal(1003, buffer.Length);
        Assert.Equal(unchecked((byte)999), buffer.WrittenSpan[999]);
        Assert.True(buffer.WrittenSpan.EndsWith("end"u8));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public void Can_be_used_again_after_it_gave_its_memory_back(int length)
    {
        var buffer = new ByteBuffer();
        buffer.Append(new byte[length]);
        buffer.Shrink();
        buffer.Append("again"u8);

        Assert.Equal("again"u8, buffer.WrittenSpan);
    }
}
