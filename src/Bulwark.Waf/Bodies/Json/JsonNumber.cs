namespace Bulwark.Waf.Bodies.Json;

/// <summary>The grammar of numbers (RFC 8259, section 6). Rules see a number's text.</summary>
internal static class JsonNumber
{
    /// <summary>The length of the number at the beginning of <paramref name="text"/>; 0 when there is none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        var at = text[0] == '-' ? 1 : 0;
        var digits = Digits(text, at);
        if (digits == 0 || (digits > 1 && text[at] == '0'))
            return 0;

        at += digits;
        if (at < text.Length && text[at] == '.')
        {
            digits = Digits(text, at + 1);
            if (digits == 0)
                return 0;

            at += 1 + digits;
        }

        return at < text.Length && (text[at] | 0x20) == 'e' ? WithExponent(text, at + 1) : at;
    }

    private static int WithExponent(ReadOnlySpan<byte> text, int at)
    {
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-')
            at++;

        var digits = Digits(text, at);
        return digits == 0 ? 0 : at + digits;
    }

    private static int Digits(ReadOnlySpan<byte> text, int from)
    {
        var rest = text[Math.Min(from, text.Length)..];
        var end = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? rest.Length : end;
    }
}
