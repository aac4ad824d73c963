using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>
/// Names of variables and paths, as they may stand in a log. A client chooses names too (the keys of JSON, of forms, of cookies, the parts of a path) and can put into them what it
/// likes, so only what <see cref="KnownWords"/> make is kept.
/// </summary>
internal static class LoggedNames
{
    private const int LongestName = 48;
    private const int MostSegments = 16;
    private const int LongestPlace = 3;
    private const int LongestPath = 256;
    private const char Hidden = '*';

    private static readonly SearchValues<char> NameBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    private static readonly SearchValues<char> PathMarks = SearchValues.Create(".[]\\");

    private static readonly SearchValues<string> Secrets = SearchValues.Create(
        [
            "authorization", "cookie", "passw", "passphrase", "passcode", "token", "secret", "assertion", "code", "session", "recovery", "pickle", "private", "credential", "apikey", "api_key",
            "api-key", "signature",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Words too short to be looked for inside of others.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> SecretWords =
        new[] { "auth", "pwd", "pin", "otp", "totp", "mfa", "sid", "jwt", "srp", "sig", "mac", "csrf", "xsrf", "nonce", "verifier" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True for a variable that may hold a secret: of it nothing is kept but the name.</summary>
    public static bool IsSecret(string variable) => variable.AsSpan().ContainsAny(Secrets) || KnownWords.HasAny(variable, SecretWords);

    /// <summary>Whether a variable with its selector stands in the log as it is.</summary>
    public static bool IsKnown(string variable) => OfVariable(variable) == variable;

    /// <summary>A variable with its selector.</summary>
    public static string OfVariable(string variable)
    {
        var colon = variable.IndexOf(':');
        if (colon < 0)
            return variable;

        // The value of these is a name itself.
        var collection = variable.AsSpan(0, colon);
        return collection.EndsWith("_NAMES") ? collection.ToString() : $"{collection}:{Names(variable.AsSpan(colon + 1), '.')}";
    }

    /// <summary>The path of a target, without its query.</summary>
    public static string OfPath(ReadOnlySpan<char> path) => Names(path, '/');

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

    /// <summary>A method.</summary>
    public static string OfMethod(string method) => IsName(method) ? method : Hidden.ToString();

    private static string Names(ReadOnlySpan<char> text, char separator)
    {
        var names = new StringBuilder();
        var count = 0;
        foreach (var range in text.Split(separator))
        {
            if (count > 0)
                names.Append(separator);

            if (++count > MostSegments)
                return names.Append(Hidden).ToString();

            Append(names, text[range], isPath: separator == '/');
        }

        return names.ToString();
    }

    private static void Append(StringBuilder names, ReadOnlySpan<char> segment, bool isPath)
    {
        // Of a path, event types are kept, which have dots: m.room.message. A number in it is somebody's or something's, and no place in a list.
        if (segment.IsEmpty || (isPath ? segment.Length <= LongestName && AreNames(segment) : IsName(segment)))
            names.Append(segment);
        else
            names.Append(Hidden);
    }

    private static bool AreNames(ReadOnlySpan<char> segment)
    {
        foreach (var range in segment.Split('.'))
        {
            if (!segment[range].IsEmpty && (IsNumber(segment[range]) || !IsName(segment[range])))
                return false;
        }

        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> segment) => !segment.ContainsAnyExceptInRange('0', '9');

    /// <summary>What known words make, or the place in a list.</summary>
    private static bool IsName(ReadOnlySpan<char> segment)
    {
        if (segment.Length > LongestName || segment.ContainsAnyExcept(NameBytes))
            return false;

        return IsNumber(segment) ? segment.Length <= LongestPlace : KnownWords.Make(segment);
    }
}
