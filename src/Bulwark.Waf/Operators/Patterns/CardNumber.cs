using Bulwark.Waf.Text;

namespace Bulwark.Waf.Operators.Patterns;

/// <summary>Numbers of payment cards: their last digit is a check digit (ISO/IEC 7812-1, after Luhn).</summary>
internal static class CardNumber
{
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        var (sum, digits) = (0, 0);
        for (var i = text.Length - 1; i >= 0; i--)
        {
            if (!Ascii.IsDigit(text[i]))
                continue;

            var digit = text[i] - '0';
            var doubled = 2 * digit;
            sum += digits++ % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return digits > 0 && sum % 10 == 0;
    }
}
