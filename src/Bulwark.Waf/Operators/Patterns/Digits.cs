using Bulwark.Waf.Text;

namespace Bulwark.Waf.Operators.Patterns;

/// <summary>The digits of a number whatever separates them.</summary>
internal static class Digits
{
    /// <summary>Takes the values of as many digits as there is room for; tells how many there are in all.</summary>
    public static int Read(ReadOnlySpan<byte> text, Span<int> digits)
    {
        var count = 0;
        foreach (var b in text)
        {
            if (!Ascii.IsDigit(b))
                continue;

            if (count < digits.Length)
                digits[count] = b - '0';

            count++;
        }

        return count;
    }

    /// <summary>Whether each digit is the one before it plus <paramref name="step"/>; after 9 comes 0.</summary>
    public static bool AreSeries(ReadOnlySpan<int> digits, int step)
    {
        for (var i = 1; i < digits.Length; i++)
        {
            if (digits[i] != (digits[i - 1] + step) % 10)
                return false;
        }

        return true;
    }
}
