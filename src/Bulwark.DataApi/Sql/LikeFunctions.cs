using Bulwark.DataApi.Execution;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulwark.DataApi.Sql;

/// <summary>
/// PostgreSQL's <c>LIKE</c> and <c>ILIKE</c> for SQLite, whose own LIKE ignores the case of ASCII letters and of no others: <c>%</c> is any text,
/// <c>_</c> any one character, <c>\</c> takes the next character for itself.
/// </summary>
internal static class LikeFunctions
{
    public const string Like = "pg_like";
    public const string LikeIgnoringCase = "pg_ilike";

    // A million steps, or some 3 ms, with the longest pattern.
    private const int AttemptsBetweenChecks = 1024;

    /// <summary>Makes both known to a connection.</summary>
    public static void Register(SqliteConnection connection, StopSignal stop)
    {
        connection.CreateFunction<string?, string?, bool?>(
            Like, (value, pattern) => Matches(value, pattern, ignoreCase: false, stop), isDeterministic: true);
        connection.CreateFunction<string?, string?, bool?>(
            LikeIgnoringCase, (value, pattern) => Matches(value, pattern, ignoreCase: true, stop), isDeterministic: true);
    }

    /// <summary>Whether the whole value matches; null when there is no value or no pattern.</summary>
    /// <exception cref="SqliteException">It was stopped (<c>SQLITE_INTERRUPT</c>).</exception>
    internal static bool? Matches(string? value, string? pattern, bool ignoreCase, StopSignal stop)
    {
        if (value is null || pattern is null)
            return null;

        return ignoreCase ? Matches(value.ToUpperInvariant(), pattern.ToUpperInvariant(), stop) : Matches(value, pattern, stop);
    }

    // Greedy with one point to go back to: only the last % can still take more, so the cost is at most value times pattern.
    private static bool Matches(string value, string pattern, StopSignal stop)
    {
        var (at, next, wildcard, resume, attempts) = (0, 0, -1, 0, 0);
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
                if (++attempts % AttemptsBetweenChecks == 0 && stop.IsSet)
                    throw new SqliteException("A pattern took too long", raw.SQLITE_INTERRUPT);

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
