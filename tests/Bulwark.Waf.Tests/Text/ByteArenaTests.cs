using Bulwark.Waf.Text;

namespace Bulwark.Waf.Tests.Text;

public sealed class ByteArenaTests
{
    [Fact]
    public void Keeps_what_it_gave_out_where_it_is()
    {
        var arena = new ByteArena();
        var slices = Enumerable.Range(0, 200).Select(length => arena.Add(Enumerable.Repeat((byte)length, length * 97).ToArray())).ToList();

        for (var length = 0; length < slices.Count; length++)
        {
            Assert.Equal(length * 97, slices[length].Length);
            Assert.False(slices[length].Span.ContainsAnyExcept((byte)length));
        }
    }

    [Fact]
    public void Gives_back_what_was_reserved_and_not_used()
    {
        var arena = new ByteArena();
        arena.Reserve(100)[0] = (byte)'a';
        var first = arena.Commit(1);
        var second = arena.Add("b"u8);

        Assert.Equal("a", first.ToString());
        Assert.Equal("b", second.ToString());
    }

    [Fact]
    public void Writes_numbers() => Assert.Equal("-9223372036854775808", new ByteArena().AddNumber(long.MinValue).ToString());
}
