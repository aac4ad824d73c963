namespace Bulwark.Waf.Operators.Patterns;

/// <summary>Austria's social insurance numbers (Sozialversicherungsnummer): ten digits, the fourth of which checks the others.</summary>
internal static class SvnrNumber
{
    private const int Length = 10;
    private const int CheckDigit = 3;

    private static readonly int[] Weights = [3, 7, 9, 0, 5, 8, 4, 2, 1, 6];

    /// <summary>The first ten digits are looked at. The same digit ten times, 0123456789 and 1234567890 are no numbers.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        Span<int> digits = stackalloc int[Length];
        if (Digits.Read(text, digits) < Length || Digits.AreSeries(digits, 0) || (digits[0] < 2 && Digits.AreSeries(digits, 1)))
            return false;

        var sum = 0;
        for (var i = 0; i < Length; i++)
            sum += digits[i] * Weights[i];

        return digits[CheckDigit] == (sum % 11) % 10; // a remainder of 10 counts as 0, as in ModSecurity
    }
}
