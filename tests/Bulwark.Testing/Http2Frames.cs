using System.Buffers.Binary;
using System.Text;

namespace Bulwark.Testing;

/// <summary>HTTP/2 frames by hand (RFC 9113, RFC 7541 without Huffman and without a dynamic table): for requests that no HTTP client would send.</summary>
public static class Http2Frames
{
    private const byte Headers = 1;
    private const byte Settings = 4;

    /// <summary>The connection preface with an empty SETTINGS frame.</summary>
    public static byte[] Preface => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [])];

    /// <summary>A request without a body on stream 1.</summary>
    public static byte[] Request(params IEnumerable<(string Name, string Value)> headers) =>
        Frame(Headers, flags: 0x5, stream: 1, [.. headers.SelectMany(header => (byte[])[0, .. Text(header.Name), .. Text(header.Value)])]);

    /// <summary>
    /// The status of the answer on stream 1, or null when the stream or the connection was reset. Statuses of the static table and literal ones are read.
    /// </summary>
    public static async Task<int?> ReadStatusAsync(Stream stream)
    {
        while (true)
        {
            var head = new byte[9];
            if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, Deadline.Token()) < head.Length)
                return null;

            var payload = new byte[(head[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1))];
            await stream.ReadExactlyAsync(payload, Deadline.Token());
            if (head[3] == Headers)
                return Status(payload);

            // RST_STREAM, GOAWAY
            if (head[3] is 3 or 7)
                return null;
        }
    }

    private static int Status(byte[] block)
    {
        // A dynamic table size update may come first.
        var at = Array.FindIndex(block, next => next is < 0x20 or > 0x3F);
        int[] indexed = [200, 204, 206, 304, 400, 404, 500];
        if (block[at] is >= 0x88 and <= 0x8E)
            return indexed[block[at] - 0x88];

        // A literal whose name is in the static table at 8 to 14, with or without indexing: one byte, the length, the text.
        return int.Parse(Encoding.ASCII.GetString(block, at + 2, block[at + 1] & 0x7F), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.Latin1.GetBytes(text)];

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload) =>
        [0, (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, 0, (byte)stream, .. payload];
}
