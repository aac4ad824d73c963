using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary><c>t:cssDecode</c>: the escapes of CSS 2: a backslash and one to six hexadecimal digits, or a backslash and any other byte.</summary>
/// <remarks>
/// Only the last two digits count; full-width ASCII (U+FF01 to U+FF5E) becomes ASCII. White space after the digits belongs to the escape (one byte of it);
/// a backslash before a line feed or at the end goes. libmodsecurity 3.0.9 ends the value at its first null byte; Bulwark never does.
/// </remarks>
internal sealed class CssDecode : Transformation
{
    private const int MostDigits = 6;

    public override string Name => "cssDecode";

    public override ByteClasses Triggers => ByteClasses.Backslash;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.Contains((byte)'\\'))
            return false;

        while (input.IndexOf((byte)'\\') is >= 0 and var next)
        {
            output.Append(input[..next]);
            input = input[(next + 1)..];
            input = input[DecodeEscape(input, output)..];
        }

        output.Append(input);
        return true;
    }

    /// <summary>Appends what the escape stands for; tells how many bytes after the backslash it took.</summary>
    private static int DecodeEscape(ReadOnlySpan<byte> escape, ByteBuffer output)
    {
        var digits = 0;
        while (digits < MostDigits && digits < escape.Length && Ascii.IsHexDigit(escape[digits]))
            digits++;

        if (digits == 0)
        {
            if (escape.IsEmpty)
                return 0;

            if (escape[0] != '\n')
                output.Append(escape[0]);

            return 1;
        }

        output.Append(Decode(escape[..digits]));
        return digits < escape.Length && Ascii.IsWhitespace(escape[digits]) ? digits + 1 : digits;
    }

    private static byte Decode(ReadOnlySpan<byte> digits)
    {
        var character = 0;
        foreach (var digit in digits)
            character = (character << 4) | Ascii.HexValue(digit);

        return FullWidth.ToByte(character);
    }
}
