using System.Text;
using Bulwark.Proxy.Firewall.Serving;
using Bulwark.Proxy.Firewall.WebSockets;
using CsCheck;

namespace Bulwark.Proxy.Tests.Firewall;

public sealed class MessageReaderTests
{
    private const int Limit = 1000;
    private readonly HeldMemory _memory = new(1_000_000);

    /// <summary>However a client cuts its messages into frames, and the network the frames into pieces: each message is seen, and nothing passes before it is.</summary>
    [Fact]
    public void Sees_every_message_before_it_passes()
    {
        var message = Gen.String[Gen.Char['a', 'z'], 0, 400];
        Gen.Select(message.List[1, 8], Gen.Int[1, 50], Gen.Int[1, 60], Gen.Bool).Sample((messages, part, piece, pings) =>
        {
            var saw = new List<string>();
            byte[] wire = [.. messages.SelectMany(text => Frames(text, part, pings))];
            using var reader = new MessageReader(Limit, new HeldBody(_memory), seen =>
            {
                saw.Add(Encoding.UTF8.GetString(seen.Span));
                return true;
            });
            var held = new List<byte>();
            var all = new List<byte>();
            foreach (var chunk in wire.Chunk(piece))
            {
                held.AddRange(chunk);
                if (reader.Read(held.ToArray(), out var passed) != MessageState.Good)
                    return false;

                all.AddRange(held.Take(passed));
                held.RemoveRange(0, passed);
            }

            return saw.SequenceEqual(messages, StringComparer.Ordinal) && all.SequenceEqual(wire) && held.Count == 0;
        }, iter: 500);
        Assert.Equal(0, _memory.Held);
    }

    [Fact]
    public void Nothing_of_a_message_passes_before_its_end()
    {
        using var reader = new MessageReader(Limit, new HeldBody(_memory), _ => true);
        byte[] wire = [.. Frame(1, false, "abc"), .. Frame(9, true, "ping"), .. Frame(0, true, "def")];

        for (var i = 0; i < wire.Length; i++)
        {
            Assert.Equal(MessageState.Good, reader.Read(wire.AsSpan(0, i), out var passed));
            Assert.Equal(0, passed);
        }

        Assert.Equal(MessageState.Good, reader.Read(wire, out var whole));
        Assert.Equal(wire.Length, whole);
    }

    [Theory]
    [InlineData("refused", MessageState.Refused)]
    [InlineData("too large", MessageState.TooLarge)]
    [InlineData("too large in parts", MessageState.TooLarge)]
    [InlineData("unmasked", MessageState.Broken)]
    [InlineData("compressed", MessageState.Broken)]
    [InlineData("continuation first", MessageState.Broken)]
    [InlineData("text within a message", MessageState.Broken)]
    [InlineData("ping in parts", MessageState.Broken)]
    [InlineData("unknown opcode", MessageState.Broken)]
    public void Says_what_is_wrong(string what, object expected)
    {
        using var reader = new MessageReader(Limit, new HeldBody(_memory), message => !message.Span.SequenceEqual("bad"u8));
        byte[] wire = what switch
        {
            "refused" => Frame(1, true, "bad"),
            "too large" => Frame(1, true, new string('x', Limit + 1)),
            "too large in parts" => [.. Frame(1, false, new string('x', Limit)), .. Frame(0, true, "x")],
            "unmasked" => [0x81, 0x01, (byte)'x'],
            "compressed" => [0xC1, .. Frame(1, true, "x")[1..]],
            "continuation first" => Frame(0, true, "x"),
            "text within a message" => [.. Frame(1, false, "x"), .. Frame(1, true, "x")],
            "ping in parts" => Frame(9, false, "x"),
            _ => Frame(3, true, "x"),
        };

        Assert.Equal((MessageState)expected, reader.Read(wire, out _));
    }

    private static IEnumerable<byte> Frames(string text, int part, bool pings)
    {
        var parts = text.Length == 0 ? [""] : text.Chunk(part).Select(chunk => new string(chunk)).ToArray();
        for (var i = 0; i < parts.Length; i++)
        {
            if (pings && i > 0)
            {
                foreach (var value in Frame(9, true, "p"))
                    yield return value;
            }

            foreach (var value in Frame(i == 0 ? 1 : 0, i == parts.Length - 1, parts[i]))
                yield return value;
        }
    }

    private static byte[] Frame(int opcode, bool isFinal, string text)
    {
        byte[] mask = [1, 2, 3, 4];
        var payload = Encoding.UTF8.GetBytes(text).Select((value, i) => (byte)(value ^ mask[i & 3]));
        byte[] length = text.Length < 126 ? [(byte)(0x80 | text.Length)] : [0x80 | 126, (byte)(text.Length >> 8), (byte)text.Length];
        return [(byte)((isFinal ? 0x80 : 0) | opcode), .. length, .. mask, .. payload];
    }
}
