using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary>
/// <c>t:htmlEntityDecode</c>: <c>&amp;#65;</c>, <c>&amp;#x41;</c>, and the entities quot, amp, lt, gt and nbsp in any case; the semicolon may be missing.
/// </summary>
/// <remarks>The low byte of the number counts; a number of more than 63 bits counts as the greatest of 63 bits. nbsp is 0xA0. Other entities stay.</remarks>
internal sealed class HtmlEntityDecode : Transformation
{
    public override string Name => "htmlEntityDecode";

    public override ByteClasses Triggers => ByteClasses.Ampersand;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        var start = output.Length;
        var changed = false;
        while (input.IndexOf((byte)'&') is >= 0 and var next)
        {
            output.Append(input[..next]);
            input = input[next..];
            var isEntity = TryDecode(input[1..], out var value, out var length);
            output.Append(isEntity ? value : (byte)'&');
            input = input[(1 + length)..];
            if (isEntity && input.StartsWith((byte)';'))
                input = input[1..];

            changed |= isEntity;
        }

        if (!changed)
            output.Truncate(start);
        else
            output.Append(input);

        return changed;
    }

    /// <summary>What the text after an ampersand stands for, and how many bytes of it, without a semicolon.</summary>
    private static bool TryDecode(ReadOnlySpan<byte> text, out byte value, out int length)
    {
        if (!text.StartsWith((byte)'#'))
            return TryDecodeName(text, out value, out length);

        var isHex = text.Length > 1 && (text[1] | 0x20) == 'x';
        var prefix = isHex ? 2 : 1;
        value = isHex ? ReadNumber(text[prefix..], 16, out var digits) : ReadNumber(text[prefix..], 10, out digits);
        length = digits == 0 ? 0 : prefix + digits;
        return digits > 0;
    }

    private static byte ReadNumber(ReadOnlySpan<byte> text, int radix, out int digits)
    {
        UInt128 number = 0;
        for (digits = 0; digits < text.Length && (radix == 16 ? Ascii.IsHexDigit(text[digits]) : Ascii.IsDigit(text[digits])); digits++)
            number = UInt128.Min(long.MaxValue, (number * (uint)radix) + Ascii.HexValue(text[digits]));

        return (byte)number;
    }

    private static bool TryDecodeName(ReadOnlySpan<byte> text, out byte value, out int length)
    {
        (value, length) = (0, 0);
        var end = 0;
        while (end < text.Length && (Ascii.IsLetter(text[end]) || Ascii.IsDigit(text[end])))
            end++;

        if (Named(text[..end]) is not { } named)
            return false;

        (value, length) = (named, end);
        return true;
    }

    private static byte? Named(ReadOnlySpan<byte> name)
    {
        if (System.Text.Ascii.EqualsIgnoreCase(name, "lt"u8))
            return (byte)'<';

        if (System.Text.Ascii.EqualsIgnoreCase(name, "gt"u8))
            return (byte)'>';

        if (System.Text.Ascii.EqualsIgnoreCase(name, "amp"u8))
            return (byte)'&';

        if (System.Text.Ascii.EqualsIgnoreCase(name, "quot"u8))
            return (byte)'"';

        return System.Text.Ascii.EqualsIgnoreCase(name, "nbsp"u8) ? (byte)0xA0 : null;
    }
}
