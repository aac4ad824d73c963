using System.Buffers.Binary;

namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>
/// What a target wants of those who connect to it (RFC 9113 section 6.5.2). We send no bodies, and the target need remember no headers of ours, so that most of it does not matter.
/// </summary>
internal sealed class TargetSettings
{
    /// <summary>How many streams there may be before the target says so.</summary>
    private const int StreamsAtFirst = 100;

    private const int EntrySize = 6;

    private int _mostStreams = StreamsAtFirst;

    /// <summary>How many requests it takes at once. Any thread may ask.</summary>
    public int MostStreams => Volatile.Read(ref _mostStreams);

    /// <summary>How large a block of headers may be, as section 6.5.2 counts it.</summary>
    public long MostHeaders { get; private set; } = long.MaxValue;

    /// <summary>Takes over what a SETTINGS frame says.</summary>
    /// <param name="payload">Whole entries.</param>
    /// <exception cref="Http2Exception">An entry has a value that it must not have.</exception>
    public void Take(ReadOnlySpan<byte> payload)
    {
        for (; !payload.IsEmpty; payload = payload[EntrySize..])
            Take(BinaryPrimitives.ReadUInt16BigEndian(payload), BinaryPrimitives.ReadUInt32BigEndian(payload[2..]));
    }

    private void Take(ushort name, uint value)
    {
        const ushort Push = 2;
        const ushort Streams = 3;
        const ushort InitialWindow = 4;
        const ushort MostFrame = 5;
        const ushort Headers = 6;
        switch (name)
        {
            case Push when value != 0:
                throw new Http2Exception(Http2Error.Protocol, "The target wants to be pushed to.");
            case Streams:
                Volatile.Write(ref _mostStreams, (int)Math.Min(value, int.MaxValue));
                break;
            case InitialWindow when value > int.MaxValue:
                throw new Http2Exception(Http2Error.FlowControl, "The target has a window that is too large.");
            case MostFrame when value is < FrameHeader.MostLength or > 0xFFFFFF:
                throw new Http2Exception(Http2Error.Protocol, "The target takes frames of a size that they cannot have.");
            case Headers:
                MostHeaders = value;
                break;
        }
    }
}
