using System.Buffers.Binary;

namespace Bulwark.Proxy.Http2;

/// <summary>
/// Finds the frames in the bytes of a connection, in whatever pieces they come, and hands their headers to a counter, and the beginnings and resets of streams to those of the connection. Payloads are stepped over. What is no HTTP/2 at all is left to
/// the server, which ends such a connection at once.
/// </summary>
internal sealed class Http2FrameScanner(Http2FrameCounter counter, Http2Streams? streams = null)
{
    private const int PrefaceLength = 24;
    private const int FrameHeaderLength = 9;
    private const byte Headers = 1;
    private const byte RstStream = 3;
    private const byte WindowUpdate = 8;
    private const int WindowUpdateLength = 4;

    private readonly byte[] _held = new byte[FrameHeaderLength + WindowUpdateLength];
    private int _heldLength;
    private int _toSkip = PrefaceLength;

    /// <summary>Steps through the bytes. Gives the first flood that is seen.</summary>
    public Http2Flood Scan(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var skipped = Math.Min(_toSkip, bytes.Length);
            _toSkip -= skipped;
            bytes = bytes[skipped..];
            if (bytes.IsEmpty)
                return Http2Flood.None;

            if (!TryTakeHead(ref bytes, out var head))
                return Http2Flood.None;

            if (Count(head) is not Http2Flood.None and var flood)
                return flood;
        }
    }

    private Http2Flood Count(ReadOnlySpan<byte> head)
    {
        var length = LengthOf(head);
        _toSkip = length - (head.Length - FrameHeaderLength);
        if (streams is not null)
            Note(head[3], BinaryPrimitives.ReadInt32BigEndian(head[5..]) & 0x7FFF_FFFF);
        var increment = head.Length > FrameHeaderLength ? BinaryPrimitives.ReadUInt32BigEndian(head[FrameHeaderLength..]) & 0x7FFF_FFFF : uint.MaxValue;
        return counter.Count(type: head[3], flags: head[4], length, increment);
    }

    private void Note(byte type, int stream)
    {
        if (type == Headers)
            streams!.Open(stream);
        else if (type == RstStream)
            streams!.End(stream);
    }

    private bool TryTakeHead(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> head)
    {
        if (_heldLength == 0 && bytes.Length >= FrameHeaderLength && bytes.Length >= HeadLength(bytes))
        {
            head = bytes[..HeadLength(bytes)];
            bytes = bytes[head.Length..];
            return true;
        }

        return TryCompleteHeld(ref bytes, out head);
    }

    private bool TryCompleteHeld(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> head)
    {
        while (!bytes.IsEmpty)
        {
            _held[_heldLength++] = bytes[0];
            bytes = bytes[1..];
            if (_heldLength < FrameHeaderLength || _heldLength < HeadLength(_held))
                continue;

            head = _held.AsSpan(0, _heldLength);
            _heldLength = 0;
            return true;
        }

        head = default;
        return false;
    }

    /// <summary>The header, and the payload too where it is needed.</summary>
    private static int HeadLength(ReadOnlySpan<byte> header) =>
        header[3] == WindowUpdate && LengthOf(header) == WindowUpdateLength ? FrameHeaderLength + WindowUpdateLength : FrameHeaderLength;

    private static int LengthOf(ReadOnlySpan<byte> header) => (header[0] << 16) | (header[1] << 8) | header[2];
}
