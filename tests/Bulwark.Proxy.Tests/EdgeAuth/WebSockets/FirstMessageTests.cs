using System.Text;
using Bulwark.Proxy.EdgeAuth.WebSockets;

namespace Bulwark.Proxy.Tests.EdgeAuth.WebSockets;

public sealed class FirstMessageTests
{
    private const byte Final = 0x80;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Is_whole_whatever_the_parts_in_which_it_comes(int part)
    {
        var frames = Frame(0x01, "hel") .Concat(Frame(Final | 0x09, "are you there")).Concat(Frame(0x00, "")).Concat(Frame(Final | 0x00, "lo")).ToArray();
        var message = new FirstMessage();

        var state = Feed(message, frames, part);

        Assert.Equal(FirstMessageState.Complete, state);
        Assert.Equal("hello", Encoding.UTF8.GetString(message.Text.Span));
        Assert.Equal(frames, message.Bytes.ToArray());
    }

    [Theory]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Takes_messages_up_to_64_KiB(int length)
    {
        var text = new string('x', length);
        var message = new FirstMessage();

        Assert.Equal(FirstMessageState.Complete, Feed(message, Frame(Final | 0x01, text), 4096));
        Assert.Equal(text, Encoding.UTF8.GetString(message.Text.Span));
    }

    [Fact]
    public void Keeps_what_comes_behind_the_message()
    {
        var bytes = Frame(Final | 0x01, "first").Concat(Frame(Final | 0x01, "second")).ToArray();
        var message = new FirstMessage();

        Assert.Equal(FirstMessageState.Complete, Feed(message, bytes, bytes.Length));
        Assert.Equal("first", Encoding.UTF8.GetString(message.Text.Span));
        Assert.Equal(bytes, message.Bytes.ToArray());
    }

    public static TheoryData<string, byte[], string> Others() => new()
    {
        { "one byte too long", Frame(Final | 0x01, new string('x', 65_537)), "TooLarge" },
        { "too long in parts", [.. Frame(0x01, new string('x', 40_000)), .. Frame(Final, new string('x', 40_000))], "TooLarge" },
        { "a length of 2^63", [Final | 0x01, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4], "TooLarge" },
        { "pings without end", [.. Enumerable.Repeat(Frame(Final | 0x09, "ping"), 8000).SelectMany(frame => frame)], "TooLarge" },
        { "the end", [], "Closed" },
        { "a close frame", Frame(Final | 0x08, ""), "Closed" },
        { "not masked", [Final | 0x01, 0x01, (byte)'x'], "Broken" },
        { "compressed", Frame(Final | 0x40 | 0x01, "x"), "Broken" },
        { "binary", Frame(Final | 0x02, "x"), "Broken" },
        { "a continuation of nothing", Frame(Final | 0x00, "x"), "Broken" },
        { "text within text", [.. Frame(0x01, "x"), .. Frame(Final | 0x01, "y")], "Broken" },
        { "an unknown opcode", Frame(Final | 0x0B, "x"), "Broken" },
        { "a ping in parts", Frame(0x09, "x"), "Broken" },
        { "a long ping", Frame(Final | 0x09, new string('x', 126)), "Broken" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Refuses_what_is_no_message(string what, byte[] bytes, string expected) =>
        Assert.Equal((what, expected), (what, Feed(new FirstMessage(), bytes, 4096).ToString()));

    private static FirstMessageState Feed(FirstMessage message, byte[] bytes, int part)
    {
        if (bytes.Length == 0)
            return message.Add(0);

        var state = FirstMessageState.Incomplete;
        for (var at = 0; at < bytes.Length && state == FirstMessageState.Incomplete;)
        {
            var space = message.Space;
            var count = Math.Min(Math.Min(part, space.Length), bytes.Length - at);
            bytes.AsSpan(at, count).CopyTo(space.Span);
            at += count;
            state = message.Add(count);
        }

        return state;
    }

    private static byte[] Frame(int first, string text)
    {
        byte[] mask = [0x11, 0x22, 0x33, 0x44];
        var payload = Encoding.UTF8.GetBytes(text).Select((value, i) => (byte)(value ^ mask[i & 3]));
        byte[] length = text.Length switch
        {
            < 126 => [(byte)(0x80 | text.Length)],
            < 65_536 => [0x80 | 126, (byte)(text.Length >> 8), (byte)text.Length],
            _ => [0x80 | 127, 0, 0, 0, 0, 0, (byte)(text.Length >> 16), (byte)(text.Length >> 8), (byte)text.Length],
        };
        return [(byte)first, .. length, .. mask, .. payload];
    }
}
