namespace Bulwark.Waf.Operators.Patterns;

/// <summary>Social Security numbers of the United States: nine digits, area, group and serial number.</summary>
internal static class SsnNumber
{
    private const int Length = 9;
    private const int FirstAreaNeverGiven = 740;

    /// <summary>There are nine digits and no more, no part is zero, the area was given to somebody, and they are not made up: 111111111, 123456789.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        Span<int> digits = stackalloc int[Length];
        if (Digits.Read(text, digits) != Length || Digits.AreSeries(digits, 0) || (digits[0] < 2 && Digits.AreSeries(digits, 1)))
            return false;

        var area = Number(digits[..3]);
        var hasZeros = area == 0 || Number(digits[3..5]) == 0 || Number(digits[5..]) == 0;
        return !hasZeros && area is < FirstAreaNeverGiven and not 666;
    }

    private static int Number(ReadOnlySpan<int> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = (10 * number) + digit;

        return number;
    }
}
