using System.Globalization;

namespace Bulwark.Testing.Hostile;

/// <summary>Every admin path in every class of spellings: each class has the same number of requests.</summary>
public static class HostileCorpus
{
    /// <summary>One path of every row that is hidden, with something below it where the row has that.</summary>
    private static readonly string[] AdminPaths =
    [
        "/_synapse/admin/v1/users", "/_matrix/client/v3/admin/whois/x", "/_matrix/federation/v1/version", "/_matrix/key/v2/server", "/v1/metadata", "/v1/query",
        "/v2/query", "/v1alpha1/pg_dump", "/v1alpha1/config", "/dev/ekg", "/console/data", "/metrics", "/health",
    ];

    private static readonly (string Kind, Func<string, HostileRequest> First, Func<string, HostileRequest> Second)[] Kinds =
    [
        Spelt("case", path => path.ToUpperInvariant(), path => string.Concat(path.Select((c, i) => i % 2 == 0 ? char.ToUpperInvariant(c) : c))),
        Spelt("escaped letters", path => EscapeAll(path, levels: 1), path => path[..2] + Escape(path[2], 1) + path[3..]),
        Spelt("escaped twice and more", path => EscapeAll(path, levels: 2), path => EscapeAll(path, levels: 3)),
        Spelt("escaped separators", path => "/" + path[1..].Replace("/", "%2F", StringComparison.Ordinal), path => "/" + path[1..].Replace("/", "%252f", StringComparison.Ordinal) + "%2F"),
        Spelt("backslashes", path => "/" + path[1..].Replace('/', '\\') + "\\", path => "/" + path[1..].Replace("/", "%5C", StringComparison.Ordinal) + "%5c"),
        Spelt("dot segments", path => "/x/.." + path, path => "/." + path),
        Spelt("escaped dot segments", path => "/x/%2e%2E" + path, path => "/x/..%2F" + path[1..]),
        Spelt("empty segments", path => "/" + path, path => path.Insert(path.LastIndexOf('/'), "//")),
        Spelt("parameters", path => "/;x" + path, path => path.Replace("/", ";a=b/", StringComparison.Ordinal)[4..] + ";c"),
        Spelt("ends", path => path + "%20", path => path + "%3Fx"),
        Spelt("look-alikes", Fullwidth, path => "/" + path[1..].Replace("/", "%C0%AF", StringComparison.Ordinal) + "%C0%AF"),
        Spelt("absolute form", path => "http://localhost" + path, path => "https://internal" + path),
        Spelt("control characters", path => path + "%00", path => path + "%09/"),
        Spelt("below a public path", path => "/_matrix/client/versions/../../.." + path, path => "/_matrix/client/v3/rooms/!r:x/state/t/..%2F..%2F..%2F..%2F..%2F..%2F.." + path),
        Overriding("target in a header", "X-Original-URL", "X-Rewrite-URL"),
        Overriding("target in a misspelt header", "X_Original_URL", "X-Override-URL"),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HostileRequest> All { get; } =
        [.. Kinds.SelectMany(kind => AdminPaths.SelectMany(path => new[] { kind.First(path), kind.Second(path) }))];

    /// <summary>The first of each class.</summary>
    public static IReadOnlyList<HostileRequest> OneOfEach { get; } = [.. All.GroupBy(request => request.Kind, StringComparer.Ordinal).Select(kind => kind.First())];

    private static (string, Func<string, HostileRequest>, Func<string, HostileRequest>) Spelt(string kind, Func<string, string> first, Func<string, string> second) =>
        (kind, path => new(kind, first(path)), path => new(kind, second(path)));

    private static (string, Func<string, HostileRequest>, Func<string, HostileRequest>) Overriding(string kind, string first, string second) =>
        (kind, path => new(kind, "/_matrix/client/versions", (first, path)), path => new(kind, "/_matrix/client/versions", (second, path)));

    private static string EscapeAll(string path, int levels) => string.Concat(path.Select(c => c == '/' ? "/" : Escape(c, levels)));

    private static string Escape(char c, int levels)
    {
        var escape = string.Create(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
        for (; levels > 1; levels--)
            escape = escape.Replace("%", "%25", StringComparison.Ordinal);
        return escape;
    }

    private static string Fullwidth(string path) =>
        string.Concat(path.Select(c => char.IsAsciiLetter(c) ? Uri.EscapeDataString(((char)(c + 0xFEE0)).ToString()) : c.ToString()));
}
