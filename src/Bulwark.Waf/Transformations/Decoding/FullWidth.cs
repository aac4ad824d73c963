using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary>How ModSecurity squeezes a character of four hexadecimal digits into a byte.</summary>
internal static class FullWidth
{
    /// <summary>The ASCII character for full-width ASCII (U+FF01 to U+FF5E); the low byte of all others.</summary>
    public static byte ToByte(int character) => character is > 0xFF00 and < 0xFF5F ? (byte)(character + 0x20) : (byte)character;

    public static bool AreFourHexDigits(ReadOnlySpan<byte> text) =>
        text.Length >= 4 && Ascii.IsHexDigit(text[0]) && Ascii.IsHexDigit(text[1]) && Ascii.IsHexDigit(text[2]) && Ascii.IsHexDigit(text[3]);
}
