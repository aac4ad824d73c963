using System.IO.Compression;
using Bulwark.Proxy.Firewall.Serving;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.Firewall.Bodies;

/// <summary>Undoes the coding of a body that is held, never further than the limit.</summary>
internal static class BodyCodings
{
    /// <summary>What the header says.</summary>
    public static BodyCoding Of(StringValues header)
    {
        var coding = BodyCoding.None;
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var next = OfToken(line.AsSpan()[range].Trim());
                if (next == BodyCoding.None)
                    continue;

                if (coding != BodyCoding.None)
                    return BodyCoding.Unknown;

                coding = next;
            }
        }

        return coding;
    }

    /// <summary>Decodes into <paramref name="decoded"/>.</summary>
    /// <returns>What stands against it; null when the body is decoded as a whole.</returns>
    public static async ValueTask<FirewallRefusal?> DecodeAsync(BodyCoding coding, ReadOnlyMemory<byte> body, HeldBody decoded, int limit)
    {
        if (coding == BodyCoding.Unknown)
            return FirewallRefusal.ContentEncoding;

        try
        {
            await using var source = new HeldBytes(body);
            await using var decoder = DecoderOf(coding, source);
            while (true)
            {
                var room = decoded.Room(limit + 1);
                if (room.IsEmpty)
                    return decoded.IsShareSpent ? FirewallRefusal.NoShare : FirewallRefusal.NoRoom;

                var count = await decoder.ReadAsync(room);
                if (count == 0)
                    return null;

                decoded.Advance(count);
                if (decoded.Length > limit)
                    return FirewallRefusal.Oversize;
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            return FirewallRefusal.ContentEncoding;
        }
    }

    private static Stream DecoderOf(BodyCoding coding, Stream source) => coding switch
    {
        BodyCoding.Gzip => new GZipStream(source, CompressionMode.Decompress),
        BodyCoding.Deflate => new ZLibStream(source, CompressionMode.Decompress),
        _ => new BrotliStream(source, CompressionMode.Decompress),
    };

    private static BodyCoding OfToken(ReadOnlySpan<char> token) => token switch
    {
        "" => BodyCoding.None,
        _ when Is(token, "identity") => BodyCoding.None,
        _ when Is(token, "gzip") || Is(token, "x-gzip") => BodyCoding.Gzip,
        _ when Is(token, "deflate") => BodyCoding.Deflate,
        _ when Is(token, "br") => BodyCoding.Brotli,
        _ => BodyCoding.Unknown,
    };

    private static bool Is(ReadOnlySpan<char> token, string name) => token.Equals(name, StringComparison.OrdinalIgnoreCase);
}
