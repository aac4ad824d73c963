using System.Buffers;
using System.Text;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>
/// Names of variables and paths, as they may stand in a log. A client chooses names too (the keys of JSON, of forms, of cookies, the parts of a path) and can put into them what it
/// likes, so only what looks like a common word is kept.
/// </summary>
internal static class LoggedNames
{
    private const int LongestWord = 32;
    private const int MostSegments = 16;
    private const int LongestPath = 256;
    private const char Hidden = '*';

    private static readonly SearchValues<char> WordBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    private static readonly SearchValues<char> PathMarks = SearchValues.Create(".[]\\");
    private static readonly SearchValues<string> Secrets =
        SearchValues.Create(["authorization", "cookie", "password", "passwd", "token", "secret", "assertion", "code", "session", "recovery", "pickle", "private"], StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a variable that may hold a secret: of it nothing is kept but the name.</summary>
    public static bool IsSecret(string variable) => variable.AsSpan().ContainsAny(Secrets);

    /// <summary>A variable with its selector.</summary>
    public static string OfVariable(string variable)
    {
        var colon = variable.IndexOf(':');
        if (colon < 0)
            return variable;

        // The value of these is a name itself.
        var collection = variable.AsSpan(0, colon);
        return collection.EndsWith("_NAMES") ? collection.ToString() : $"{collection}:{Words(variable.AsSpan(colon + 1), '.')}";
    }

    /// <summary>The path of a target, without its query.</summary>
    public static string OfPath(ReadOnlySpan<char> path) => Words(path, '/');

    /// <summary>Where a value stands in a JSON body (<c>m\.new_content.body</c>, <c>items[].name</c>).</summary>
    public static string OfJsonPath(string path)
    {
        if (path.Length > LongestPath)
            return $"{Hidden}";

        var words = new StringBuilder();
        var rest = path.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny(PathMarks);
            var word = end < 0 ? rest : rest[..end];
            Append(words, word, isPath: false);
            rest = rest[word.Length..];
            if (!rest.IsEmpty)
                words.Append(rest[0]);

            rest = rest.IsEmpty ? rest : rest[1..];
        }

        return words.ToString();
    }

    private static string Words(ReadOnlySpan<char> text, char separator)
    {
        var words = new StringBuilder();
        var count = 0;
        foreach (var range in text.Split(separator))
        {
            if (count > 0)
                words.Append(separator);

            if (++count > MostSegments)
                return words.Append(Hidden).ToString();

            Append(words, text[range], isPath: separator == '/');
        }

        return words.ToString();
    }

    private static void Append(StringBuilder words, ReadOnlySpan<char> segment, bool isPath)
    {
        // Of a path, event types are kept, which have dots: m.room.message.
        if (segment.IsEmpty || IsWord(segment) || (isPath && segment.Length <= LongestWord && AreWords(segment)))
            words.Append(segment);
        else
            words.Append(Hidden);
    }

    private static bool AreWords(ReadOnlySpan<char> segment)
    {
        foreach (var range in segment.Split('.'))
        {
            if (!segment[range].IsEmpty && !IsWord(segment[range]))
                return false;
        }

        return true;
    }

    /// <summary>Letters with two digits at most (<c>v3</c>, <c>sha256</c> is none), or the place in a list.</summary>
    private static bool IsWord(ReadOnlySpan<char> segment)
    {
        if (segment.Length > LongestWord || segment.ContainsAnyExcept(WordBytes))
            return false;

        var digits = 0;
        foreach (var character in segment)
            digits += char.IsAsciiDigit(character) ? 1 : 0;

        return digits <= 2 || (digits == segment.Length && digits <= 5);
    }
}
