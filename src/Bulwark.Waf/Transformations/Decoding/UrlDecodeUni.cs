using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary><c>t:urlDecodeUni</c>: as <c>t:urlDecode</c>, and the escapes of IIS too: <c>%u0041</c>.</summary>
/// <remarks>
/// <c>%uXXXX</c> becomes the byte that <c>SecUnicodeMapFile</c> names for the character. Without one it is the character's low byte; full-width ASCII
/// (U+FF01 to U+FF5E) becomes ASCII.
/// </remarks>
internal sealed class UrlDecodeUni(UnicodeMap? map = null) : Transformation
{
    private static readonly SearchValues<byte> Escapes = SearchValues.Create("%+"u8);

    public override string Name => "urlDecodeUni";

    public override ByteClasses Triggers => ByteClasses.Percent | ByteClasses.Plus;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        var start = output.Length;
        var changed = false;
        while (input.IndexOfAny(Escapes) is >= 0 and var next)
        {
            output.Append(input[..next]);
            input = input[next..];
            var isEscape = TryDecodeUnicode(input, out var value, out var length) || UrlDecode.TryDecode(input, out value, out length);
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

    private bool TryDecodeUnicode(ReadOnlySpan<byte> input, out byte value, out int length)
    {
        (value, length) = (0, 6);
        if (input.Length < 6 || input[0] != '%' || (input[1] | 0x20) != 'u' || !FullWidth.AreFourHexDigits(input[2..]))
            return false;

        var character = (Ascii.HexValue(input[2], input[3]) << 8) | Ascii.HexValue(input[4], input[5]);
        value = map is not null && map.TryMap(character, out var mapped) ? mapped : FullWidth.ToByte(character);
        return true;
    }
}
