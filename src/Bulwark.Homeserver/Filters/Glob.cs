namespace Bulwark.Homeserver.Filters;

/// <summary>Patterns in which <c>*</c> stands for any characters. The time taken is bounded by pattern length times text length.</summary>
internal static class Glob
{
    public static bool Matches(string pattern, string text)
    {
        var (p, t) = (0, 0);
        var (star, retry) = (-1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, retry) = (p++, t);
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                // The last star takes one character more; an earlier one never has to.
                p = star + 1;
                t = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }
}
