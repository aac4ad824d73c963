using System.Buffers.Binary;

namespace Bulwark.Proxy.EdgeAuth.WebSockets;

/// <summary>Collects what a client sends up to the end of its first message (RFC 6455 section 5): the bytes as they came, and the text inside.</summary>
internal sealed class FirstMessage
{
    /// <summary>The longest text that is taken, in bytes.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Room for the frames around: a client may send its message in parts, and pings between them.</summary>
    private const int MaxBytes = MaxLength + (4 * 1024);

    private const int ShortestHeader = 6; // of a masked frame
    private const int LongestControl = 125;

    private byte[] _bytes = new byte[4 * 1024];
    private byte[] _text = [];
    private int _count;
    private int _parsed;
    private int _length;
    private bool _hasBegun;

    /// <summary>Everything that has come, frames and all.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _count);

    /// <summary>The text, once the message is complete.</summary>
    public ReadOnlyMemory<byte> Text => _text.AsMemory(0, _length);

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> Space
    {
        get
        {
            if (_count == _bytes.Length)
                Array.Resize(ref _bytes, Math.Min(_bytes.Length * 2, MaxBytes));

            return _bytes.AsMemory(_count);
        }
    }

    /// <summary>Takes bytes that were written to <see cref="Space"/>; 0 is the end.</summary>
    public FirstMessageState Add(int count)
    {
        if (count == 0)
            return FirstMessageState.Closed;

        _count += count;
        var state = FirstMessageState.Incomplete;
        while (state == FirstMessageState.Incomplete && TryReadFrame(out var isBroken, out var frame))
            state = isBroken ? FirstMessageState.Broken : Take(frame);

        return state == FirstMessageState.Incomplete && _count == MaxBytes ? FirstMessageState.TooLarge : state;
    }

    private FirstMessageState Take(Frame frame)
    {
        if (frame.Opcode == Opcode.Close)
            return FirstMessageState.Closed;

        if (frame.Opcode >= Opcode.Close)
            return frame is { IsFinal: true, Length: <= LongestControl, Opcode: Opcode.Ping or Opcode.Pong } ? FirstMessageState.Incomplete : FirstMessageState.Broken;

        if (frame.Opcode != (_hasBegun ? Opcode.Continuation : Opcode.Text))
            return FirstMessageState.Broken;

        if (_length + frame.Length > MaxLength)
            return FirstMessageState.TooLarge;

        _hasBegun = true;
        Append(frame);
        return frame.IsFinal ? FirstMessageState.Complete : FirstMessageState.Incomplete;
    }

    private void Append(Frame frame)
    {
        if (_text.Length < _length + frame.Length)
            Array.Resize(ref _text, Math.Min(MaxLength, Math.Max(_text.Length * 2, _length + frame.Length)));

        var mask = _bytes.AsSpan(frame.Start - 4, 4);
        for (var i = 0; i < frame.Length; i++)
            _text[_length + i] = (byte)(_bytes[frame.Start + i] ^ mask[i & 3]);

        _length += frame.Length;
    }

    /// <summary>Reads the next frame when it is there as a whole; a broken or oversized one as soon as its header is.</summary>
    private bool TryReadFrame(out bool isBroken, out Frame frame)
    {
        (isBroken, frame) = (false, default);
        var bytes = _bytes.AsSpan(_parsed, _count - _parsed);
        if (bytes.Length < 2)
            return false;

        // No extension was agreed on, so the reserved bits are 0 (section 5.2); and a client masks (section 5.1).
        if ((bytes[0] & 0x70) != 0 || (bytes[1] & 0x80) == 0)
            return isBroken = true;

        var header = ShortestHeader + ((bytes[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 });
        if (bytes.Length < header)
            return false;

        var length = LengthOf(bytes);
        frame = new Frame((Opcode)(bytes[0] & 0x0F), (bytes[0] & 0x80) != 0, _parsed + header, (int)Math.Min(length, (ulong)(MaxLength + 1)));
        if (frame.Length > MaxLength)
            return true; // told by its header alone

        if (bytes.Length < header + frame.Length)
            return false;

        _parsed += header + frame.Length;
        return true;
    }

    private static ulong LengthOf(ReadOnlySpan<byte> frame) => (frame[1] & 0x7F) switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(frame[2..]),
        127 => BinaryPrimitives.ReadUInt64BigEndian(frame[2..]),
        var length => (ulong)length,
    };

    private enum Opcode
    {
        Continuation = 0,
        Text = 1,
        Close = 8,
        Ping = 9,
        Pong = 10,
    }

    private readonly record struct Frame(Opcode Opcode, bool IsFinal, int Start, int Length);
}
