using System.Text.Unicode;

namespace Bulwark.Proxy.RequestPath;

/// <summary>
/// One round of percent-decoding as the most careless server would do it: broken escapes stay as they are, overlong UTF-8 counts as the
/// character that it hides, and characters that normalisation or a code page turns into ASCII count as that ASCII.
/// </summary>
internal static class LenientDecoding
{
    private static readonly (byte[] Utf8, byte Ascii)[] LookAlikes =
    [
        ("\u2024"u8.ToArray(), (byte)'.'), // one dot leader
        ("\u2025"u8.ToArray(), (byte)'.'), // two dot leader; one dot is enough to be refused
        ("\uFE52"u8.ToArray(), (byte)'.'), // small full stop
        ("\u2044"u8.ToArray(), (byte)'/'), // fraction slash
        ("\u2215"u8.ToArray(), (byte)'/'), // division slash
        ("\uFE68"u8.ToArray(), (byte)'\\'), // small reverse solidus
    ];

    /// <summary>Decodes into <paramref name="decoded"/>, which is at least as long; gives the number of bytes written.</summary>
    public static int Decode(ReadOnlySpan<byte> path, Span<byte> decoded) => Fold(decoded[..Unescape(path, decoded)]);

    /// <summary>True when the decoded bytes are UTF-8, strictly: no overlong form, no surrogate.</summary>
    public static bool IsUtf8(ReadOnlySpan<byte> path, Span<byte> scratch) => Utf8.IsValid(scratch[..Unescape(path, scratch)]);

    /// <summary>True when another round would change something.</summary>
    public static bool HasEscape(ReadOnlySpan<byte> path)
    {
        for (var at = path.IndexOf((byte)'%'); at >= 0; at = path.IndexOf((byte)'%'))
        {
            path = path[at..];
            if (TryReadEscape(path, out _))
                return true;

            path = path[1..];
        }

        return false;
    }

    private static int Unescape(ReadOnlySpan<byte> path, Span<byte> decoded)
    {
        var length = 0;
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '%' && TryReadEscape(path[i..], out var value))
            {
                decoded[length++] = value;
                i += 2;
            }
            else
            {
                decoded[length++] = path[i];
            }
        }

        return length;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        if (text.Length < 3 || !char.IsAsciiHexDigit((char)text[1]) || !char.IsAsciiHexDigit((char)text[2]))
            return false;

        value = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
        return true;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>Folds in place; the result is never longer.</summary>
    private static int Fold(Span<byte> text)
    {
        var first = text.IndexOfAnyExceptInRange((byte)0x00, (byte)0x7F);
        if (first < 0)
            return text.Length;

        var length = first;
        for (var i = first; i < text.Length;)
        {
            text[length++] = FoldOne(text[i..], out var taken);
            i += taken;
        }

        return length;
    }

    private static byte FoldOne(ReadOnlySpan<byte> text, out int taken)
    {
        if (TryReadOverlong(text, out var ascii, out taken) || TryReadFullwidth(text, out ascii, out taken))
            return ascii;

        foreach (var (utf8, plain) in LookAlikes)
        {
            if (!text.StartsWith(utf8))
                continue;

            taken = utf8.Length;
            return plain;
        }

        taken = 1;
        return text[0];
    }

    /// <summary>C0 AF, E0 80 AF and F0 80 80 AF all are an overlong <c>/</c> (RFC 3629 section 10).</summary>
    private static bool TryReadOverlong(ReadOnlySpan<byte> text, out byte ascii, out int taken)
    {
        (ascii, taken) = text switch
        {
            [0xC0 or 0xC1, >= 0x80 and < 0xC0, ..] => (Join(text[0], text[1]), 2),
            [0xE0, 0x80 or 0x81, >= 0x80 and < 0xC0, ..] => (Join(text[1], text[2]), 3),
            [0xF0, 0x80, 0x80 or 0x81, >= 0x80 and < 0xC0, ..] => (Join(text[2], text[3]), 4),
            _ => ((byte)0, 0),
        };
        return taken > 0;
    }

    private static byte Join(byte high, byte low) => (byte)(((high & 1) << 6) | (low & 0x3F));

    /// <summary>U+FF01 to U+FF5E are the printable ASCII characters in double width.</summary>
    private static bool TryReadFullwidth(ReadOnlySpan<byte> text, out byte ascii, out int taken)
    {
        (ascii, taken) = text switch
        {
            [0xEF, 0xBC, >= 0x81 and <= 0xBF, ..] => ((byte)(text[2] - 0x81 + '!'), 3),
            [0xEF, 0xBD, >= 0x80 and <= 0x9E, ..] => ((byte)(text[2] - 0x80 + '`'), 3),
            _ => ((byte)0, 0),
        };
        return taken > 0;
    }
}
