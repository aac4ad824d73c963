using System.Buffers;
using System.Text;
using Bulwark.Proxy.RequestPath;

namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>A path condition over the one spelling that <see cref="NormalPath"/> gives: literal segments, <c>*</c> for any one, <c>**</c> at the end for any rest, the empty one too.</summary>
internal sealed class PathTemplate
{
    private const string Any = "*";
    private const string Rest = "**";

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("%?#;\\ ");
    private static readonly SearchValues<byte> Slashes = SearchValues.Create([(byte)'/', NormalPath.EncodedSlash]);

    private readonly byte[]?[] _segments;
    private readonly byte[] _prefix;
    private readonly bool _hasRest;

    /// <param name="template">What <see cref="IsTemplate"/> says yes to.</param>
    public PathTemplate(string template)
    {
        var segments = template.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _hasRest = segments is [.., Rest];
        if (_hasRest)
            segments = segments[..^1];

        _segments = [.. segments.Select(segment => segment == Any ? null : Normal(segment))];
        _prefix = Normal(string.Concat(segments.TakeWhile(segment => segment != Any).Select(segment => "/" + segment)));
    }

    /// <summary>True for a path in plain ASCII whose wildcards are whole segments.</summary>
    public static bool IsTemplate(string text)
    {
        if (!text.StartsWith('/') || !Ascii.IsValid(text) || text.AsSpan().ContainsAny(Forbidden) || text.Any(char.IsControl))
            return false;

        var segments = text[1..].Split('/');
        return segments is [""] || (segments.All(IsSegment) && !segments.SkipLast(1).Contains(Rest, StringComparer.Ordinal));
    }

    /// <summary>True when the path fits, in the reading of a server that splits before it decodes or in that of one that decodes before it splits.</summary>
    public bool Matches(ReadOnlySpan<byte> path) =>
        Matches(path, slashesOnly: true) || (path.Contains(NormalPath.EncodedSlash) && Matches(path, slashesOnly: false));

    private static bool IsSegment(string segment) => segment is Any or Rest || (segment.Trim(' ', '.').Length > 0 && !segment.Contains('*', StringComparison.Ordinal));

    private static byte[] Normal(string text)
    {
        // The same that happens to the paths that this is compared with.
        var normal = new byte[text.Length];
        var rooted = text.StartsWith('/') ? text : "/" + text;
        var written = new byte[rooted.Length];
        var length = NormalPath.Write(rooted, written);
        normal = written[..length];
        return text.StartsWith('/') ? normal : normal[1..];
    }

    private bool Matches(ReadOnlySpan<byte> path, bool slashesOnly)
    {
        if (slashesOnly && !path.StartsWith(_prefix))
            return false;

        // Only the root has nothing behind its slash.
        if (path is [(byte)'/'])
            path = [];

        foreach (var expected in _segments)
        {
            if (path.IsEmpty)
                return false;

            path = path[1..];
            var end = slashesOnly ? path.IndexOf((byte)'/') : path.IndexOfAny(Slashes);
            var segment = end < 0 ? path : path[..end];
            if (expected is not null && !segment.SequenceEqual(expected))
                return false;

            path = path[segment.Length..];
        }

        return _hasRest || path.IsEmpty;
    }
}
