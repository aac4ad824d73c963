using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>What stands before each frame (RFC 9113 section 4.1).</summary>
/// <param name="Length">Bytes behind it.</param>
/// <param name="Type">What the frame is.</param>
/// <param name="Flags">What is said about it.</param>
/// <param name="Stream">Whose it is; 0: the connection's.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameHeader(int Length, FrameType Type, byte Flags, int Stream)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 9;

    /// <summary>The longest frame, as long as nobody allows longer ones.</summary>
    public const int MostLength = 16 * 1024;

    /// <summary>Of <see cref="FrameType.Settings"/> and <see cref="FrameType.Ping"/>: it is the answer to one.</summary>
    public const byte Acknowledgement = 0x1;

    /// <summary>The last frame of its stream.</summary>
    public const byte EndOfStream = 0x1;

    /// <summary>The last frame of a header block.</summary>
    public const byte EndOfHeaders = 0x4;

    private const byte Padded = 0x8;
    private const byte WithPriority = 0x20;
    private const int PriorityLength = 5;

    /// <summary>True when the flag is set.</summary>
    public bool Has(byte flag) => (Flags & flag) != 0;

    /// <summary>Reads one.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        var first = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return new FrameHeader((int)(first >> 8), (FrameType)(byte)first, bytes[4], (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) & int.MaxValue));
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ((uint)Length << 8) | (byte)Type);
        bytes[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes[5..], Stream);
    }

    /// <summary>What is left of a body or of a header block without padding and priority.</summary>
    /// <exception cref="Http2Exception">There is more padding than frame.</exception>
    public ReadOnlySpan<byte> Unpad(ReadOnlySpan<byte> payload)
    {
        var padding = 0;
        if (Has(Padded))
        {
            padding = payload.IsEmpty ? int.MaxValue : payload[0];
            payload = payload.IsEmpty ? payload : payload[1..];
        }

        var priority = Type == FrameType.Headers && Has(WithPriority) ? PriorityLength : 0;
        if (padding > payload.Length - priority)
            throw new Http2Exception(Http2Error.Protocol, "A frame has more padding than room.");

        return payload[priority..^padding];
    }
}
