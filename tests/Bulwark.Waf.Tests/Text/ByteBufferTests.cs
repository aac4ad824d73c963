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
}
