using System.Buffers;
using Bulwark.Core.Routing;

namespace Bulwark.Proxy.RequestPath;

/// <summary>
/// What a request target has to look like before its path is thought about: origin form (RFC 9112 section 3.2.1) in printable ASCII, without
/// anything that one server reads in one way and the next in another.
/// </summary>
internal static class TargetSyntax
{
    /// <summary>The printable characters that no client may put into a target unescaped, wherever they stand.</summary>
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Except(['#'])]);

    /// <summary>False for absolute form and <c>*</c>, for a fragment, control, space or non-ASCII character, for a backslash or <c>//</c> in the
    /// path, and for an escape that is broken or stands for a control character.</summary>
    public static bool IsWellFormed(string rawTarget)
    {
        if (rawTarget is not ['/', ..] || rawTarget.AsSpan().ContainsAnyExcept(Allowed))
            return false;

        var path = RawPath.PathOf(rawTarget);
        return !path.Contains('\\') && path.IndexOf("//") < 0 && HasOnlyPlainEscapes(path);
    }

    private static bool HasOnlyPlainEscapes(ReadOnlySpan<char> path)
    {
        for (var at = path.IndexOf('%'); at >= 0; at = path.IndexOf('%'))
        {
            path = path[(at + 1)..];
            if (path.Length < 2 || !char.IsAsciiHexDigit(path[0]) || !char.IsAsciiHexDigit(path[1]))
                return false;

            // 00 to 1F, 7F
            if (path[0] is '0' or '1' || path is ['7', 'F' or 'f', ..])
                return false;

            path = path[2..];
        }

        return true;
    }
}
