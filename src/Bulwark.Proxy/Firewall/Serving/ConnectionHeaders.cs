using Ascii = System.Text.Ascii;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>Headers that are meant for one connection and never passed on (RFC 9110 section 7.6.1).</summary>
internal static class ConnectionHeaders
{
    /// <summary>The most bytes of <c>Connection</c>, in all its lines: it has a word or two.</summary>
    public const int MostBytes = 1024;

    /// <summary>Those that are never meant for anybody else, and <c>Content-Length</c>, which this proxy writes itself.</summary>
    private static readonly byte[][] Own =
    [
        "Connection"u8.ToArray(), "Keep-Alive"u8.ToArray(), "Proxy-Connection"u8.ToArray(), "TE"u8.ToArray(), "Trailer"u8.ToArray(),
        "Transfer-Encoding"u8.ToArray(), "Upgrade"u8.ToArray(), "HTTP2-Settings"u8.ToArray(), "Content-Length"u8.ToArray(),
    ];

    public static bool IsOwn(ReadOnlySpan<byte> name) => IsAmong(Own, name);

    /// <summary>Whether <c>Connection</c> has more bytes than anybody needs.</summary>
    public static bool IsTooLong(RawHead head)
    {
        var length = 0;
        for (var i = 0; i < head.Count; i++)
            length += head.IsNamed(i, "Connection"u8) ? head.Value(i).Length + 1 : 0;

        return length > MostBytes;
    }

    /// <summary>What <c>Connection</c> names beside the headers of <see cref="IsOwn"/> and the usual words; null for nothing, as it is nearly always.</summary>
    public static List<byte[]>? Named(RawHead head)
    {
        List<byte[]>? named = null;
        for (var i = 0; i < head.Count; i++)
        {
            if (!head.IsNamed(i, "Connection"u8))
                continue;

            foreach (var range in head.Value(i).Split((byte)','))
            {
                var word = head.Value(i)[range].Trim(" \t"u8);
                if (!word.IsEmpty && !IsOwn(word) && !Ascii.EqualsIgnoreCase(word, "close"u8))
                    (named ??= []).Add(word.ToArray());
            }
        }

        return named;
    }

    public static bool IsAmong(IReadOnlyList<byte[]> names, ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(name, names[i]))
                return true;
        }

        return false;
    }
}
