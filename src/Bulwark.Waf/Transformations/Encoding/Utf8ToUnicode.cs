using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Encoding;

/// <summary><c>t:utf8toUnicode</c>: each UTF-8 sequence of two to four bytes becomes <c>%uXXXX</c> (more digits where needed), for <c>t:urlDecodeUni</c>.</summary>
/// <remarks>
/// As in libmodsecurity: null bytes go; a lead byte that its bytes do not follow goes; a byte that never begins a sequence stays; after an overlong sequence or
/// a surrogate its lead byte is repeated; before a sequence beyond U+10FFFF its lead byte stands too.
/// </remarks>
internal sealed class Utf8ToUnicode : Transformation
{
    private const int MostGrowth = 4; // two bytes of an overlong form become seven

    public override string Name => "utf8toUnicode";

    public override ByteClasses Triggers => ByteClasses.High | ByteClasses.Null;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (!input.ContainsAnyExceptInRange((byte)0x01, (byte)0x7F))
            return false;

        var target = output.GetSpan(MostGrowth * input.Length);
        var written = 0;
        var read = 0;
        while (read < input.Length)
        {
            if (input[read] is > 0 and < 0x80)
                target[written++] = input[read++];
            else
                read += Encode(input[read..], target[written..], ref written);
        }

        if (input.SequenceEqual(target[..written]))
            return false;

        output.Advance(written);
        return true;
    }

    /// <summary>Writes what stands for the bytes at the beginning; tells how many these are.</summary>
    private static int Encode(ReadOnlySpan<byte> input, Span<byte> target, ref int written)
    {
        var lead = input[0];
        var count = 0;
        if (lead is >= 0xF5 or (>= 0x80 and < 0xC0))
            target[count++] = lead;

        var length = lead is < 0xC0 or >= 0xF8 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (length > 1 && TryDecode(input, length, out var character))
        {
            count += WriteEscape(character, target[count..]);
            var isOverlong = character < (length switch { 2 => 0x80, 3 => 0x800, _ => 0x10000 });
            if (isOverlong || character is >= 0xD800 and <= 0xDFFF)
                target[count++] = lead;
        }
        else
        {
            length = 1;
        }

        written += count;
        return length;
    }

    private static bool TryDecode(ReadOnlySpan<byte> input, int length, out int character)
    {
        character = input[0] & (0x7F >> length);
        if (input.Length < length)
            return false;

        for (var i = 1; i < length; i++)
        {
            if ((input[i] & 0xC0) != 0x80)
                return false;

            character = (character << 6) | (input[i] & 0x3F);
        }

        return true;
    }

    private static int WriteEscape(int character, Span<byte> target)
    {
        var digits = "0123456789abcdef"u8;
        (target[0], target[1]) = ((byte)'%', (byte)'u');
        var count = 2;
        for (var shift = character > 0xFFFFF ? 20 : character > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4)
            target[count++] = digits[(character >> shift) & 0xF];

        return count;
    }
}
