using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary>Decodes what stands in URLs and forms: <c>%41</c>, <c>+</c>, and for IIS <c>%u0041</c>.</summary>
internal static class UrlEscapes
{
    private static readonly SearchValues<byte> Begins = SearchValues.Create("%+"u8);

    /// <summary>Appends the decoded value if there is anything to decode; what is no escape stays.</summary>
    /// <param name="input">The value.</param>
    /// <param name="output">Where the decoded value is appended.</param>
    /// <param name="decodesUnicode">Whether <c>%uXXXX</c> is an escape.</param>
    /// <param name="map">The bytes that stand for characters; null to take their low bytes, and ASCII for full-width ASCII.</param>
    public static bool TryDecode(ReadOnlySpan<byte> input, ByteBuffer output, bool decodesUnicode, UnicodeMap? map)
    {
        var run = input.IndexOfAny(Begins);
        if (run < 0)
            return false;

        var target = output.GetSpan(input.Length);
        var (read, written, changed) = (0, 0, false);
        while (run >= 0)
        {
            input.Slice(read, run).CopyTo(target[written..]);
            (read, written) = (read + run, written + run);
            while (read < input.Length && input[read] is (byte)'%' or (byte)'+') // escapes often follow each other
            {
                target[written++] = Decode(input[read..], decodesUnicode, map, out var length);
                read += length;
                changed |= length > 1 || input[read - 1] == '+';
            }

            run = input[read..].IndexOfAny(Begins);
        }

        if (!changed)
            return false;

        input[read..].CopyTo(target[written..]);
        output.Advance(written + input.Length - read);
        return true;
    }

    /// <summary>The byte that an escape stands for, and how many bytes it takes: a percent sign that begins none stands for itself.</summary>
    private static byte Decode(ReadOnlySpan<byte> escape, bool decodesUnicode, UnicodeMap? map, out int length)
    {
        length = 1;
        if (escape[0] == '+')
            return (byte)' ';

        if (escape.Length >= 3 && Ascii.IsHexDigit(escape[1]) && Ascii.IsHexDigit(escape[2]))
        {
            length = 3;
            return Ascii.HexValue(escape[1], escape[2]);
        }

        if (!decodesUnicode || escape.Length < 6 || (escape[1] | 0x20) != 'u' || !FullWidth.AreFourHexDigits(escape[2..]))
            return escape[0];

        length = 6;
        var character = (Ascii.HexValue(escape[2], escape[3]) << 8) | Ascii.HexValue(escape[4], escape[5]);
        return map is not null && map.TryMap(character, out var mapped) ? mapped : FullWidth.ToByte(character);
    }
}
