using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary><c>t:jsDecode</c>: the escapes of JavaScript strings: <c>\u0041</c>, <c>\x41</c>, <c>\101</c>, <c>\n</c>; before any other byte the backslash goes.</summary>
/// <remarks>Of four digits only the last two count, but full-width ASCII (U+FF01 to U+FF5E) becomes ASCII. A backslash at the end stays.</remarks>
internal sealed class JsDecode : Transformation
{
    public override string Name => "jsDecode";

    public override ByteClasses Triggers => ByteClasses.Backslash;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (input.IndexOf((byte)'\\') is var first && (first < 0 || first == input.Length - 1))
            return false;

        while (input.IndexOf((byte)'\\') is >= 0 and var next && next + 1 < input.Length)
        {
            output.Append(input[..next]);
            output.Append(Decode(input[(next + 1)..], out var length));
            input = input[(next + 1 + length)..];
        }

        output.Append(input);
        return true;
    }

    /// <summary>The byte that an escape stands for, and how many bytes after the backslash it took.</summary>
    private static byte Decode(ReadOnlySpan<byte> escape, out int length)
    {
        if (escape[0] == 'u' && FullWidth.AreFourHexDigits(escape[1..]))
        {
            length = 5;
            return FullWidth.ToByte((Ascii.HexValue(escape[1], escape[2]) << 8) | Ascii.HexValue(escape[3], escape[4]));
        }

        if (escape[0] == 'x' && escape.Length >= 3 && Ascii.IsHexDigit(escape[1]) && Ascii.IsHexDigit(escape[2]))
        {
            length = 3;
            return Ascii.HexValue(escape[1], escape[2]);
        }

        if (Ascii.IsOctalDigit(escape[0]))
        {
            var most = escape[0] > '3' ? 2 : 3; // no more than one byte
            return (byte)CEscapes.ReadOctal(escape, most, out length);
        }

        length = 1;
        return CEscapes.ControlFor(escape[0]) ?? escape[0];
    }
}
