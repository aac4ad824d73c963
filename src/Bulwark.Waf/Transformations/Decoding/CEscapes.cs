using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary>What the escapes of C strings have in common with those of JavaScript.</summary>
internal static class CEscapes
{
    /// <summary>The control character that a letter after a backslash stands for.</summary>
    public static byte? ControlFor(byte letter) => letter switch
    {
        (byte)'a' => (byte)'\a',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'v' => (byte)'\v',
        _ => null,
    };

    /// <summary>The number of up to <paramref name="most"/> octal digits.</summary>
    public static int ReadOctal(ReadOnlySpan<byte> text, int most, out int length)
    {
        var value = 0;
        for (length = 0; length < most && length < text.Length && Ascii.IsOctalDigit(text[length]); length++)
            value = (value << 3) | (text[length] - '0');

        return value;
    }
}
