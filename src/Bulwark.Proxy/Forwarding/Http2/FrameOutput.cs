using System.Buffers.Binary;

namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>
/// The frames that wait to be written. While some are being written, others gather; those go out together, in one record of TLS. Only <see cref="Written"/> is called outside the lock
/// of the connection.
/// </summary>
internal sealed class FrameOutput
{
    private const int FirstSize = 8 * 1024;
    private const int LargestKept = 256 * 1024;

    /// <summary>So many answers to the other side's own frames at most wait for it to read: whoever asks and does not read is not served.</summary>
    private const int MostOwed = 1000;

    private byte[] _waiting = new byte[FirstSize];
    private byte[] _writing = new byte[FirstSize];
    private int _length;
    private int _owed;

    /// <summary>True when there is nothing to write.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>A request: its headers, and that there is nothing behind them.</summary>
    public void AddRequest(int stream, ReadOnlySpan<byte> block)
    {
        var type = FrameType.Headers;
        var flags = FrameHeader.EndOfStream;
        while (block.Length > FrameHeader.MostLength)
        {
            Add(new FrameHeader(FrameHeader.MostLength, type, flags, stream), block[..FrameHeader.MostLength]);
            block = block[FrameHeader.MostLength..];
            (type, flags) = (FrameType.Continuation, 0);
        }

        Add(new FrameHeader(block.Length, type, (byte)(flags | FrameHeader.EndOfHeaders), stream), block);
    }

    /// <summary>The connection's first frames.</summary>
    public void AddPreface(int streamWindow, int connectionWindow, int mostHeaders)
    {
        const int InitialWindow = 65_535;
        var settings = (Span<byte>)stackalloc byte[18];
        Write(settings, 2, 0);
        Write(settings[6..], 4, streamWindow);
        Write(settings[12..], 6, mostHeaders);
        AddBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        Add(new FrameHeader(settings.Length, FrameType.Settings, 0, 0), settings);
        AddWindow(0, connectionWindow - InitialWindow);

        static void Write(Span<byte> bytes, ushort name, int value)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, name);
            BinaryPrimitives.WriteInt32BigEndian(bytes[2..], value);
        }
    }

    /// <summary>The other side may send so much more.</summary>
    public void AddWindow(int stream, int size) => AddNumber(FrameType.WindowUpdate, stream, size);

    /// <summary>A stream ends before its time.</summary>
    public void AddReset(int stream, Http2Error error) => AddNumber(FrameType.ResetStream, stream, (int)error);

    /// <summary>The other side's settings are in force.</summary>
    public void AddSettingsAcknowledgement()
    {
        Owe();
        Add(new FrameHeader(0, FrameType.Settings, FrameHeader.Acknowledgement, 0), []);
    }

    /// <summary>A question whether the other side is there.</summary>
    public void AddPing() => Add(new FrameHeader(8, FrameType.Ping, 0, 0), "Bulwark."u8);

    /// <summary>The answer to one.</summary>
    public void AddPingAcknowledgement(ReadOnlySpan<byte> payload)
    {
        Owe();
        Add(new FrameHeader(payload.Length, FrameType.Ping, FrameHeader.Acknowledgement, 0), payload);
    }

    /// <summary>The last frame of a connection.</summary>
    public static byte[] GoAway(Http2Error error)
    {
        var bytes = new byte[FrameHeader.Size + 8];
        new FrameHeader(8, FrameType.GoAway, 0, 0).Write(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(FrameHeader.Size + 4), (int)error);
        return bytes;
    }

    /// <summary>All that waits, which is to be written before the next call.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        (_waiting, _writing) = (_writing, _waiting);
        var taken = _writing.AsMemory(0, _length);
        (_length, _owed) = (0, 0);
        return taken;
    }

    /// <summary>What was taken has been written.</summary>
    public void Written()
    {
        if (_writing.Length > LargestKept)
            _writing = new byte[FirstSize];
    }

    private void Owe()
    {
        if (++_owed > MostOwed)
            throw new Http2Exception(Http2Error.EnhanceYourCalm, "The target asks and does not read the answers.");
    }

    private void AddNumber(FrameType type, int stream, int number)
    {
        var payload = (Span<byte>)stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        Add(new FrameHeader(payload.Length, type, 0, stream), payload);
    }

    private void Add(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        header.Write(Room(FrameHeader.Size));
        _length += FrameHeader.Size;
        AddBytes(payload);
    }

    private void AddBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Room(int size)
    {
        if (_waiting.Length - _length < size)
            Array.Resize(ref _waiting, Math.Max(_waiting.Length * 2, _length + size));

        return _waiting.AsSpan(_length);
    }
}
