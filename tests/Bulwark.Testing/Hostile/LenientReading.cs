using System.Text;

namespace Bulwark.Testing.Hostile;

/// <summary>
/// The most careless server that could stand behind: it decodes up to four times, knows no case, drops parameters and empty segments, resolves dots, takes a backslash for a slash and
/// look-alikes for what they look like, and lets headers tell it another target. It shares no code with the rule that is tested.
/// </summary>
public static class LenientReading
{
    private static readonly string[] Overrides = ["x-original-url", "x-rewrite-url", "x-override-url"];

    private static readonly string[] AdminPrefixes =
    [
        "_synapse/admin", "_matrix/federation", "_matrix/key", "v1/metadata", "v1/query", "v2/query", "v1alpha1/pg_dump", "v1alpha1/config", "dev", "console", "metrics", "health",
    ];

    /// <summary>True when such a server runs an admin handler for this request.</summary>
    public static bool ReachesAdmin(RecordedRequest request) =>
        request.Head.Skip(1)
            .Select(line => line.Split(':', 2))
            .Where(field => field.Length == 2 && Overrides.Contains(field[0].Replace('_', '-'), StringComparer.OrdinalIgnoreCase))
            .Select(field => field[1].Trim())
            .Prepend(request.Target)
            .Any(IsAdmin);

    private static bool IsAdmin(string target)
    {
        var path = target.Split('?', '#')[0];
        for (var round = 0; round <= 4; round++)
        {
            if (Matches(path))
                return true;
            path = Decode(path);
        }

        return false;
    }

    private static bool Matches(string path)
    {
        var segments = Segments(path);
        var plain = string.Join('/', segments) + "/";
        return AdminPrefixes.Any(prefix => plain.StartsWith(prefix + "/", StringComparison.Ordinal))
            || segments is ["_matrix", "client", _, "admin", ..] or ["_matrix", "client", "admin", ..];
    }

    private static List<string> Segments(string path)
    {
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme is > 0 and < 6)
            path = path[(scheme + 3)..] is var rest && rest.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? rest[slash..] : "/";

        var segments = new List<string>();
        foreach (var raw in path.ToLowerInvariant().Replace('\\', '/').Split('/'))
        {
            var segment = raw.Split(';', '?', '#', '\0', '\t')[0].Trim(' ');
            if (segment == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (segment is not ("" or "." or ".."))
                segments.Add(segment.TrimEnd('.'));
        }

        return segments;
    }

    private static string Decode(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }

        return Fold([.. bytes]);
    }

    private static string Fold(byte[] bytes)
    {
        var overlong = Encoding.Latin1.GetString(bytes).Replace("\u00C0\u00AF", "/", StringComparison.Ordinal).Replace("\u00C0\u00AE", ".", StringComparison.Ordinal);
        var text = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(overlong));
        return string.Concat(text.Select(c => c is > '\uFF00' and < '\uFF5F' ? (char)(c - 0xFEE0) : c));
    }
}
