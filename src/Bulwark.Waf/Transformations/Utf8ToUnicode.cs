using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations;

/// <summary><c>t:utf8toUnicode</c>: each UTF-8 sequence of two to four bytes becomes <c>%uXXXX</c> (more digits where needed), for <c>t:urlDecodeUni</c>.</summary>
/// <remarks>
/// As in libmodsecurity: null bytes go; a lead byte that its bytes do not follow goes; a byte that never begins a sequence stays; after an overlong sequence or
/// a surrogate its lead byte is repeated; before a sequence beyond U+10FFFF its lead byte stands too.
/// </remarks>
internal sealed class Utf8ToUnicode : Transformation
{
    public override string Name => "utf8toUnicode";

    public override ByteClasses Triggers => ByteClasses.High | ByteClasses.Null;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.ContainsAnyExceptInRange((byte)0x01, (byte)0x7F))
            return false;

        var whole = input;
        var start = output.Length;
        while (input.IndexOfAnyExceptInRange((byte)0x01, (byte)0x7F) is >= 0 and var next)
        {
            output.Append(input[..next]);
            input = input[next..];
            input = input[Encode(input, output)..];
        }

        output.Append(input);
        if (!output.WrittenSpan[start..].SequenceEqual(whole))
            return true;

        output.Truncate(start);
        return false;
    }

    /// <summary>Appends what stands for the bytes at the beginning; tells how many these are.</summary>
    private static int Encode(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        var lead = input[0];
        if (lead is >= 0xF5 or (>= 0x80 and < 0xC0))
            output.Append(lead);

        if (lead is < 0xC0 or >= 0xF8)
            return 1;

        var length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (!TryDecode(input, length, out var character))
            return 1;

        AppendEscape(character, output);
        var isOverlong = character < (length switch { 2 => 0x80, 3 => 0x800, _ => 0x10000 });
        if (isOverlong || character is >= 0xD800 and <= 0xDFFF)
            output.Append(lead);

        return length;
    }

    private static bool TryDecode(ReadOnlySpan<byte> input, int length, out int character)
    {
        character = input[0] & (0x7F >> length);
        if (input.Length < length)
            return false;

        foreach (var b in input[1..length])
        {
            if ((b & 0xC0) != 0x80)
                return false;

            character = (character << 6) | (b & 0x3F);
        }

        return true;
    }

    private static void AppendEscape(int character, ByteBuffer output)
    {
        var digits = "0123456789abcdef"u8;
        output.Append("%u"u8);
        for (var shift = character > 0xFFFFF ? 20 : character > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4)
            output.Append(digits[(character >> shift) & 0xF]);
    }
}
