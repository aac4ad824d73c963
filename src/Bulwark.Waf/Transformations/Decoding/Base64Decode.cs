using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations.Decoding;

/// <summary><c>t:base64Decode</c>: strict decoding. What is not base64 becomes the empty value.</summary>
/// <remarks>
/// As ModSecurity, which leaves it to Mbed TLS: the text ends at its first null byte; line ends, and spaces before a line end or the end, are skipped;
/// padding is only allowed at the end; a last group of fewer than four digits is dropped. <c>t:base64DecodeExt</c> forgives more.
/// </remarks>
internal sealed class Base64Decode : Transformation
{
    private static readonly SearchValues<byte> Skipped = SearchValues.Create(" \r\n"u8);

    public override string Name => "base64Decode";

    public override ByteClasses Triggers => ByteClasses.Any;

    public override bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output)
    {
        if (input.IsEmpty)
            return false;

        var end = input.IndexOf((byte)0);
        var text = end < 0 ? input : input[..end];
        if (IsValid(text))
            Decode(text, output);

        return true;
    }

    private static bool IsValid(ReadOnlySpan<byte> text)
    {
        var padding = 0;
        var afterSpace = false;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i];
            if (b == ' ')
            {
                afterSpace = true;
                continue;
            }

            if (b == '\n' || (b == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
            {
                afterSpace = b == '\r' && afterSpace; // the line feed comes next and ends the line
                continue;
            }

            var isDigit = Base64Alphabet.ValueOf(b) != Base64Alphabet.NotInAlphabet;
            if (afterSpace || !(isDigit ? padding == 0 : b == '=' && ++padding <= 2))
                return false;
        }

        return true;
    }

    private static void Decode(ReadOnlySpan<byte> text, ByteBuffer output)
    {
        var target = output.GetSpan(Math.Max(1, text.Length));
        var (bits, digits, significant, written) = (0, 0, 3, 0);
        foreach (var b in text)
        {
            if (Skipped.Contains(b))
                continue;

            if (b == '=')
                significant--;

            bits = (bits << 6) | (b == '=' ? 0 : Base64Alphabet.ValueOf(b));
            if (++digits % 4 != 0)
                continue;

            for (var i = 0; i < significant; i++)
                target[written++] = (byte)(bits >> (16 - (8 * i)));
        }

        output.Advance(written);
    }
}
