namespace Bulwark.Waf.Transformations.Decoding;

/// <summary>The alphabet of RFC 4648, section 4.</summary>
internal static class Base64Alphabet
{
    public const byte NotInAlphabet = 255;

    private static readonly byte[] Values = CreateValues();

    /// <summary>The six bits that a digit stands for; <see cref="NotInAlphabet"/> for all other bytes, the padding too.</summary>
    public static byte ValueOf(byte digit) => Values[digit];

    private static byte[] CreateValues()
    {
        var values = new byte[256];
        values.AsSpan().Fill(NotInAlphabet);
        var digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        for (byte i = 0; i < digits.Length; i++)
            values[digits[i]] = i;

        return values;
    }
}
