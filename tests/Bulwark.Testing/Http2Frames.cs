using System.Buffers.Binary;
using System.Text;

namespace Bulwark.Testing;

/// <summary>HTTP/2 frames by hand (RFC 9113, RFC 7541 without Huffman and without a dynamic table): for requests that no HTTP client would send.</summary>
public static class Http2Frames
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Priority = 2;
    public const byte RstStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte WindowUpdate = 8;
    public const byte Continuation = 9;
    public const byte EndStream = 0x1;
    public const byte EndHeaders = 0x4;

    /// <summary>The connection preface with an empty SETTINGS frame.</summary>
    public static byte[] Preface => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [])];

    /// <summary>A request without a body on stream 1.</summary>
    public static byte[] Request(params IEnumerable<(string Name, string Value)> headers) =>
        Frame(Headers, EndStream | EndHeaders, stream: 1, Block(headers));

    /// <summary>A header block, each field a literal.</summary>
    public static byte[] Block(params IEnumerable<(string Name, string Value)> headers) =>
        [.. headers.SelectMany(header => (byte[])[0, .. Text(header.Name), .. Text(header.Value)])];

    /// <summary>One frame.</summary>
    public static byte[] Frame(byte type, int flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <summary>The error code of the first GOAWAY that comes, or null when the connection ends without one.</summary>
    public static async Task<uint?> ReadGoAwayAsync(Stream stream)
    {
        try
        {
            while (await ReadFrameAsync(stream) is { } frame)
            {
                if (frame.Type == GoAway)
                    return BinaryPrimitives.ReadUInt32BigEndian(frame.Payload.AsSpan(4));
            }
        }
        catch (IOException)
        {
            // The connection was reset.
        }

        return null;
    }

    /// <summary>The next frame, or null at the end of the connection.</summary>
    public static async Task<(byte Type, byte Flags, int Stream, byte[] Payload)?> ReadFrameAsync(Stream stream)
    {
        var head = new byte[9];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, Deadline.Token()) < head.Length)
            return null;

        var payload = new byte[(head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1))];
        await stream.ReadExactlyAsync(payload, Deadline.Token());
        return (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
    }

    /// <summary>
    /// The status of the answer on stream 1, or null when the stream or the connection was reset. Statuses of the static table and literal ones are read.
    /// </summary>
    public static async Task<int?> ReadStatusAsync(Stream stream)
    {
        while (await ReadFrameAsync(stream) is { } frame)
        {
            if (frame.Type == Headers)
                return Status(frame.Payload);
            if (frame.Type is RstStream or GoAway)
                return null;
        }

        return null;
    }

    /// <summary>The status in the header block of an answer.</summary>
    public static int Status(byte[] block)
    {
        // A dynamic table size update may come first.
        var at = Array.FindIndex(block, next => next is < 0x20 or > 0x3F);
        int[] indexed = [200, 204, 206, 304, 400, 404, 500];
        if (block[at] is >= 0x88 and <= 0x8E)
            return indexed[block[at] - 0x88];

        // A literal whose name is in the static table at 8 to 14, with or without indexing: one byte, the length, the text.
        return int.Parse(Encoding.ASCII.GetString(block, at + 2, block[at + 1] & 0x7F), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] Text(string text) => [.. Length(text.Length), .. Encoding.Latin1.GetBytes(text)];

    /// <summary>RFC 7541 section 5.1, with a prefix of seven bits.</summary>
    private static byte[] Length(int length)
    {
        if (length < 127)
            return [(byte)length];

        var bytes = new List<byte> { 127 };
        for (length -= 127; length >= 128; length >>= 7)
            bytes.Add((byte)(length | 128));
        return [.. bytes, (byte)length];
    }
}
