using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary><c>t:urlDecode</c>: <c>%41</c> becomes the byte, <c>+</c> a space. A percent sign without two hexadecimal digits stays.</summary>
internal sealed class UrlDecode : Transformation
{
    private static readonly SearchValues<byte> Escapes = SearchValues.Create("%+"u8);

    public override string Name => "urlDecode";

    public override ByteClasses Triggers => ByteClasses.Percent | ByteClasses.Plus;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        var start = output.Length;
        var changed = false;
        while (input.IndexOfAny(Escapes) is >= 0 and var next)
        {
            output.Append(input[..next]);
            input = input[next..];
            var isEscape = TryDecode(input, out var value, out var length);
            output.Append(value);
            input = input[length..];
            changed |= isEscape;
        }

        if (!changed)
            output.Truncate(start);
        else
            output.Append(input);

        return changed;
    }

    /// <summary>The byte that a plus sign or percent sign stands for, and how many bytes it took; itself when it begins no escape.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> input, out byte value, out int length)
    {
        (value, length) = (input[0], 1);
        if (input[0] == '+')
        {
            value = (byte)' ';
            return true;
        }

        if (input.Length < 3 || !Ascii.IsHexDigit(input[1]) || !Ascii.IsHexDigit(input[2]))
            return false;

        (value, length) = (Ascii.HexValue(input[1], input[2]), 3);
        return true;
    }
}
