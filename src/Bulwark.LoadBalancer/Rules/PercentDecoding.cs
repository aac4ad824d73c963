namespace Bulwark.LoadBalancer.Rules;

/// <summary>Percent-decoding for comparison: each escape becomes the one character of its byte, a broken one stays as it is.</summary>
internal static class PercentDecoding
{
    /// <summary>Decodes once; gives the number of characters written. The result is never longer.</summary>
    public static int Decode(ReadOnlySpan<char> text, Span<char> decoded)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                decoded[length++] = (char)((Value(text[i + 1]) << 4) | Value(text[i + 2]));
                i += 2;
                continue;
            }

            decoded[length++] = text[i];
        }

        return length;
    }

    private static int Value(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
