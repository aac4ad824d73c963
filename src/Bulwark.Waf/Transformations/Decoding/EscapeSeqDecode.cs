using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary><c>t:escapeSeqDecode</c>: the escapes of C: <c>\n</c>, <c>\x41</c>, <c>\101</c>; before any other byte the backslash goes.</summary>
/// <remarks>Of three octal digits beyond <c>\377</c> the low eight bits count. A backslash at the end stays.</remarks>
internal sealed class EscapeSeqDecode : Transformation
{
    public override string Name => "escapeSeqDecode";

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
        if (Ascii.IsOctalDigit(escape[0]))
            return (byte)CEscapes.ReadOctal(escape, 3, out length);

        if ((escape[0] | 0x20) == 'x' && escape.Length >= 3 && Ascii.IsHexDigit(escape[1]) && Ascii.IsHexDigit(escape[2]))
        {
            length = 3;
            return Ascii.HexValue(escape[1], escape[2]);
        }

        length = 1;
        return CEscapes.ControlFor(escape[0]) ?? escape[0];
    }
}
