using System.Buffers.Binary;
using Bulwark.Proxy.Firewall.Serving;

namespace Bulwark.Proxy.Firewall.WebSockets;

/// <summary>Puts the messages of a client together out of their frames (RFC 6455 section 5), and has each judged when it is whole.</summary>
/// <param name="limit">The longest message, in bytes.</param>
/// <param name="message">Where messages are put together. It belongs to the reader.</param>
/// <param name="isGood">Judges a message.</param>
internal sealed class MessageReader(int limit, HeldBody message, Func<ReadOnlyMemory<byte>, bool> isGood) : IDisposable
{
    private const int ShortestHeader = 6; // of a masked frame
    private const int LongestControl = 125;
    private const byte Final = 0x80;
    private const byte Reserved = 0x70;

    private int _parsed;
    private bool _hasBegun;

    /// <summary>Looks at what a client has sent: the bytes that may not be passed on yet, and new ones behind them.</summary>
    /// <param name="bytes">The bytes from the first that was not passed on.</param>
    /// <param name="passed">How many of them may be passed on now: up to the end of the last whole message.</param>
    public MessageState Read(ReadOnlySpan<byte> bytes, out int passed)
    {
        passed = 0;
        while (TryReadFrame(bytes[_parsed..], out var state, out var header, out var length))
        {
            if (state == MessageState.Good)
                state = Take(bytes[_parsed], bytes.Slice(_parsed + header - 4, 4), bytes.Slice(_parsed + header, length));

            if (state != MessageState.Good)
                return state;

            _parsed += header + length;
            if (!_hasBegun)
                passed = _parsed;
        }

        _parsed -= passed;
        return MessageState.Good;
    }

    public void Dispose() => message.Dispose();

    private MessageState Take(byte first, ReadOnlySpan<byte> mask, ReadOnlySpan<byte> payload)
    {
        var opcode = first & 0x0F;
        if (opcode >= 8)
            return opcode <= 10 && (first & Final) != 0 && payload.Length <= LongestControl ? MessageState.Good : MessageState.Broken;

        // A message begins as text or binary, and goes on as a continuation.
        if (opcode > 2 || (opcode == 0) != _hasBegun)
            return MessageState.Broken;

        if (!TryAppend(mask, payload))
            return message.IsShareSpent ? MessageState.NoShare : MessageState.NoRoom;

        _hasBegun = (first & Final) == 0;
        if (_hasBegun)
            return MessageState.Good;

        var isPassed = isGood(message.Bytes);
        message.Dispose();
        return isPassed ? MessageState.Good : MessageState.Refused;
    }

    private bool TryAppend(ReadOnlySpan<byte> mask, ReadOnlySpan<byte> payload)
    {
        var place = 0;
        while (place < payload.Length)
        {
            var room = message.Room(limit).Span;
            if (room.IsEmpty)
                return false;

            var count = Math.Min(room.Length, payload.Length - place);
            for (var i = 0; i < count; i++)
                room[i] = (byte)(payload[place + i] ^ mask[(place + i) & 3]);

            place += count;
            message.Advance(count);
        }

        return true;
    }

    /// <summary>Finds the next frame when it is there as a whole; a broken or oversized one as soon as its header is.</summary>
    private bool TryReadFrame(ReadOnlySpan<byte> bytes, out MessageState state, out int header, out int length)
    {
        (state, header, length) = (MessageState.Good, 0, 0);
        if (bytes.Length < 2)
            return false;

        // No extension was agreed on, so the reserved bits are 0 (section 5.2); and a client masks (section 5.1).
        if ((bytes[0] & Reserved) != 0 || (bytes[1] & 0x80) == 0)
        {
            state = MessageState.Broken;
            return true;
        }

        header = ShortestHeader + ((bytes[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 });
        if (bytes.Length < header)
            return false;

        var announced = LengthOf(bytes);
        if (announced > (ulong)(limit - message.Length))
        {
            state = MessageState.TooLarge;
            return true;
        }

        length = (int)announced;
        return bytes.Length >= header + length;
    }

    private static ulong LengthOf(ReadOnlySpan<byte> frame) => (frame[1] & 0x7F) switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(frame[2..]),
        127 => BinaryPrimitives.ReadUInt64BigEndian(frame[2..]),
        var length => (ulong)length,
    };
}
