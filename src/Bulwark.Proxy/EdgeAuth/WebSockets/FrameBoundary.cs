using System.Buffers.Binary;

namespace Bulwark.Proxy.EdgeAuth.WebSockets;

/// <summary>Follows a stream of frames from a server (RFC 6455 section 5.2), so that a frame of our own can be put between two of them.</summary>
internal sealed class FrameBoundary
{
    private readonly byte[] _header = new byte[14];
    private int _headerCount;
    private ulong _left;

    /// <summary>True when the bytes so far end with a whole frame.</summary>
    public bool IsBetweenFrames => _headerCount == 0 && _left == 0;

    /// <summary>Takes the bytes up to the end of the current frame, and gives how many they are.</summary>
    public int TakeFrame(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (taken < bytes.Length)
        {
            if (_left == 0 && !TakeHeaderByte(bytes[taken++]))
                continue;

            var payload = (int)Math.Min(_left, (ulong)(bytes.Length - taken));
            taken += payload;
            _left -= (ulong)payload;
            if (_left == 0)
                return taken;
        }

        return taken;
    }

    /// <summary>Takes all bytes.</summary>
    public void TakeAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[TakeFrame(bytes)..];
    }

    /// <summary>True when the header is whole.</summary>
    private bool TakeHeaderByte(byte next)
    {
        _header[_headerCount++] = next;
        if (_headerCount < 2 || _headerCount < HeaderLength())
            return false;

        _left = (_header[1] & 0x7F) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
            127 => BinaryPrimitives.ReadUInt64BigEndian(_header.AsSpan(2)),
            var length => (ulong)length,
        };
        _headerCount = 0;
        return true;
    }

    private int HeaderLength() => 2 + ((_header[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 }) + ((_header[1] & 0x80) != 0 ? 4 : 0);
}
