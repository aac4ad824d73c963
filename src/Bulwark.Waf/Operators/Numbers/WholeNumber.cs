using Bulwark.Waf.Text;

namespace Bulwark.Waf.Operators.Numbers;

/// <summary>The number that a text begins with, as <c>atoll</c> of C reads it.</summary>
internal static class WholeNumber
{
    /// <summary>White space, a sign and decimal digits; 0 without digits. What is too large for 64 bits is their greatest or least number.</summary>
    public static long Parse(ReadOnlySpan<byte> text)
    {
        text = Ascii.TrimStart(text);
        var isNegative = text.StartsWith((byte)'-');
        if (isNegative || text.StartsWith((byte)'+'))
            text = text[1..];

        var limit = isNegative ? (ulong)long.MaxValue + 1 : long.MaxValue;
        var number = 0UL;
        foreach (var digit in text)
        {
            if (!Ascii.IsDigit(digit))
                break;

            var next = (uint)(digit - '0');
            if (number > (limit - next) / 10)
                return isNegative ? long.MinValue : long.MaxValue;

            number = (10 * number) + next;
        }

        return isNegative ? unchecked(-(long)number) : (long)number;
    }
}
