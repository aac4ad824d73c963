using System.Buffers;

namespace Bulwark.Waf.Text;

/// <summary>Decoding of <c>%XX</c> (RFC 3986, section 2.1) as ModSecurity does it: an escape that is none stays as it is.</summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<byte> PercentOrPlus = SearchValues.Create("%+"u8);

    /// <summary>The value of an argument: <c>+</c> is a space.</summary>
    /// <param name="value">The bytes as received.</param>
    /// <param name="arena">Where the decoded value lies if decoding changes anything; otherwise the result is <paramref name="value"/> itself.</param>
    /// <param name="isInvalid">Set when a percent sign does not begin an escape; left alone otherwise.</param>
    public static ByteSlice DecodeForm(ByteSlice value, ByteArena arena, ref bool isInvalid)
    {
        var first = value.Span.IndexOfAny(PercentOrPlus);
        if (first < 0)
            return value;

        var output = arena.Reserve(value.Length);
        return arena.Commit(Decode(value.Span, first, output, plusIsSpace: true, ref isInvalid));
    }

    /// <summary>A path: <c>+</c> is a plus sign.</summary>
    public static ByteSlice DecodePath(ByteSlice value, ByteArena arena)
    {
        var first = value.Span.IndexOf((byte)'%');
        if (first < 0)
            return value;

        var isInvalid = false;
        var output = arena.Reserve(value.Length);
        return arena.Commit(Decode(value.Span, first, output, plusIsSpace: false, ref isInvalid));
    }

    private static int Decode(ReadOnlySpan<byte> input, int first, Span<byte> output, bool plusIsSpace, ref bool isInvalid)
    {
        input[..first].CopyTo(output);
        var written = first;
        for (var i = first; i < input.Length; i++)
        {
            var next = input[i];
            if (next == '%')
            {
                if (TryDecodeEscape(input[i..], out var decoded))
                {
                    next = decoded;
                    i += 2;
                }
                else
                {
                    isInvalid = true;
                }
            }
            else if (next == '+' && plusIsSpace)
            {
                next = (byte)' ';
            }

            output[written++] = next;
        }

        return written;
    }

    private static bool TryDecodeEscape(ReadOnlySpan<byte> input, out byte value)
    {
        value = 0;
        if (input.Length < 3 || !char.IsAsciiHexDigit((char)input[1]) || !char.IsAsciiHexDigit((char)input[2]))
            return false;

        value = (byte)((HexDigit(input[1]) << 4) | HexDigit(input[2]));
        return true;
    }

    private static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
