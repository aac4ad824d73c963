namespace Bulwark.Waf.Operators.Patterns;

/// <summary>Brazil's tax numbers (Cadastro de Pessoas Físicas): eleven digits, the last two of which check the others.</summary>
internal static class CpfNumber
{
    private const int Length = 11;

    /// <summary>The first eleven digits are looked at. The same digit eleven times, and 01234567890, are no numbers.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        Span<int> digits = stackalloc int[Length];
        if (Digits.Read(text, digits) < Length || Digits.AreSeries(digits, 0) || (digits[0] == 0 && Digits.AreSeries(digits, 1)))
            return false;

        return digits[9] == CheckDigit(digits[..9]) && digits[10] == CheckDigit(digits[..10]);
    }

    private static int CheckDigit(ReadOnlySpan<int> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
            sum += digits[i] * (digits.Length + 1 - i);

        return sum % Length < 2 ? 0 : Length - (sum % Length);
    }
}
