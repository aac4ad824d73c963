using System.Buffers.Binary;

namespace Bulwark.Proxy.Http2;

/// <summary>Finds the ends of streams in what the server writes, in whatever pieces it does.</summary>
internal sealed class Http2AnswerScanner(Http2Streams streams)
{
    private const int FrameHeaderLength = 9;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte RstStream = 3;
    private const byte EndStream = 0x1;

    private readonly byte[] _held = new byte[FrameHeaderLength];
    private int _heldLength;
    private int _toSkip;

    /// <summary>Steps through the bytes.</summary>
    public void Scan(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var skipped = Math.Min(_toSkip, bytes.Length);
            _toSkip -= skipped;
            bytes = bytes[skipped..];
            if (bytes.IsEmpty)
                return;

            var taken = Math.Min(FrameHeaderLength - _heldLength, bytes.Length);
            bytes[..taken].CopyTo(_held.AsSpan(_heldLength));
            _heldLength += taken;
            bytes = bytes[taken..];
            if (_heldLength < FrameHeaderLength)
                return;

            _heldLength = 0;
            _toSkip = (_held[0] << 16) | (_held[1] << 8) | _held[2];
            Note(type: _held[3], flags: _held[4], BinaryPrimitives.ReadInt32BigEndian(_held.AsSpan(5)));
        }
    }

    private void Note(byte type, byte flags, int stream)
    {
        if (type == RstStream || (type is Data or Headers && (flags & EndStream) != 0))
            streams.End(stream);
    }
}
