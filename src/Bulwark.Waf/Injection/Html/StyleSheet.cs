using System.Buffers;

namespace Bulwark.Waf.Injection.Html;

/// <summary>Style sheets that run scripts, in the browsers that let them.</summary>
internal static class StyleSheet
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["expression(", "javascript:", "vbscript:", "behavior:", "behaviour:", "-moz-binding", "@import", "data:text", "-o-link", "animation-name:", "animation:"],
        StringComparison.OrdinalIgnoreCase);

    public static bool IsScript(ReadOnlySpan<byte> value)
    {
        // Comments and escapes inside words, and entities, are not written but to hide something.
        if (value.Contains((byte)'\\') || value.IndexOf("/*"u8) >= 0 || value.IndexOf("&#"u8) >= 0)
            return true;

        Span<char> letters = stackalloc char[256];
        for (var start = 0; start < value.Length; start += letters.Length - 32)
        {
            var piece = value[start..Math.Min(value.Length, start + letters.Length)];
            var length = 0;
            foreach (var letter in piece)
            {
                if (letter > ' ')
                    letters[length++] = (char)letter;
            }

            if (letters[..length].ContainsAny(Words))
                return true;
        }

        return false;
    }
}
