using System.IO.Enumeration;

namespace Bulwark.Waf.Parsing;

/// <summary>The files that an <c>Include</c> names: a path, in which <c>*</c> and <c>?</c> may stand in any part.</summary>
/// <remarks>Files come in ordinal order of their paths, on every system. A name that begins with a dot is found only by a pattern that does, too.</remarks>
internal static class IncludePattern
{
    /// <summary>Files that exist; none when nothing fits.</summary>
    /// <param name="directory">What a relative path is relative to.</param>
    /// <param name="pattern">The path as written.</param>
    /// <exception cref="RuleException">A directory cannot be read.</exception>
    public static IReadOnlyList<string> Find(string directory, string pattern)
    {
        var path = Path.Combine(directory, pattern);
        if (!HasWildcard(path))
            return File.Exists(path) ? [path] : [];

        var root = Path.GetPathRoot(path) ?? "";
        var parts = path[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            var directories = parts[..^1].Aggregate(new List<string> { root }, Directories);
            return [.. directories.SelectMany(found => Entries(found, parts[^1], Directory.EnumerateFiles)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RuleException($"'{pattern}' cannot be looked up: {e.Message}", e);
        }
    }

    private static List<string> Directories(List<string> found, string part) =>
        HasWildcard(part)
            ? [.. found.SelectMany(directory => Entries(directory, part, Directory.EnumerateDirectories))]
            : [.. found.Select(directory => Path.Combine(directory, part)).Where(Directory.Exists)];

    private static IEnumerable<string> Entries(string directory, string part, Func<string, IEnumerable<string>> list)
    {
        if (!HasWildcard(part))
            return File.Exists(Path.Combine(directory, part)) ? [Path.Combine(directory, part)] : [];

        return list(directory.Length > 0 ? directory : ".").Where(path => Fits(part, Path.GetFileName(path)));
    }

    private static bool Fits(string part, string name) =>
        FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false) && (part[0] == '.' || name[0] != '.');

    private static bool HasWildcard(string path) => path.AsSpan().ContainsAny('*', '?');
}
