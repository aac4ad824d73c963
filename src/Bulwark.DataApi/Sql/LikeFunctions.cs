using Microsoft.Data.Sqlite;

namespace Bulwark.DataApi.Sql;

/// <summary>
/// PostgreSQL's <c>LIKE</c> and <c>ILIKE</c> for SQLite, whose own LIKE ignores the case of ASCII letters and of no others: <c>%</c> is any text,
/// <c>_</c> any one character, <c>\</c> takes the next character for itself.
/// </summary>
internal static class LikeFunctions
{
    public const string Like = "pg_like";
    public const string LikeIgnoringCase = "pg_ilike";

    /// <summary>Makes both known to a connection.</summary>
    public static void Register(SqliteConnection connection)
    {
        connection.CreateFunction<string?, string?, bool?>(Like, (value, pattern) => Matches(value, pattern, ignoreCase: false), isDeterministic: true);
        connection.CreateFunction<string?, string?, bool?>(
            LikeIgnoringCase, (value, pattern) => Matches(value, pattern, ignoreCase: true), isDeterministic: true);
    }

    /// <summary>Whether the whole value matches; null when there is no value or no pattern.</summary>
    internal static bool? Matches(string? value, string? pattern, bool ignoreCase)
    {
        if (value is null || pattern is null)
            return null;

        return ignoreCase ? Matches(value.ToUpperInvariant(), pattern.ToUpperInvariant()) : Matches(value, pattern);
    }

    // Greedy with one point to go back to: only the last % can still take more, so the cost is at most value times pattern.
    private static bool Matches(string value, string pattern)
    {
        var (at, next, wildcard, resume) = (0, 0, -1, 0);
        while (at < value.Length)
        {
            if (next < pattern.Length && pattern[next] == '%')
            {
                wildcard = next++;
                resume = at;
            }
            else if (Step(value, at, pattern, next) is var (characters, patternCharacters))
            {
                at += characters;
                next += patternCharacters;
            }
            else if (wildcard >= 0)
            {
                resume += CharacterLength(value, resume);
                at = resume;
                next = wildcard + 1;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(next).TrimStart('%').IsEmpty;
    }

    // One character of the value against one of the pattern: how far both go on, or null when they differ.
    private static (int Characters, int PatternCharacters)? Step(string value, int at, string pattern, int next)
    {
        if (next >= pattern.Length)
            return null;

        if (pattern[next] == '_')
            return (CharacterLength(value, at), 1);

        var escape = pattern[next] == '\\' && next + 1 < pattern.Length ? 1 : 0;
        return value[at] == pattern[next + escape] ? (1, 1 + escape) : null;
    }

    private static int CharacterLength(string value, int at) =>
        char.IsHighSurrogate(value[at]) && at + 1 < value.Length && char.IsLowSurrogate(value[at + 1]) ? 2 : 1;
}
