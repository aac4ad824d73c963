namespace Bulwark.Waf.Evaluation;

/// <summary>How SecLang compares names of values: bytes, ASCII letters without case.</summary>
internal static class NameText
{
    /// <remarks><see cref="System.Text.Ascii.EqualsIgnoreCase(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> never takes bytes for equal that are not ASCII.</remarks>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
            return false;

        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i] && ToLower(left[i]) != ToLower(right[i]))
                return false;
        }

        return true;
    }

    public static byte ToLower(byte value) => (uint)(value - 'A') <= 'Z' - 'A' ? (byte)(value | 0x20) : value;
}
