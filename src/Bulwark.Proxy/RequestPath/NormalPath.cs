using System.Buffers;
using System.Text;
using Bulwark.Core.Routing;

namespace Bulwark.Proxy.RequestPath;

/// <summary>
/// One spelling for all spellings of a path that some server behind could take for the same: percent-decoded until nothing is left to decode, lower case, without segment
/// parameters, without empty segments and a slash at the end, without spaces and dots around a segment. For rules that count or compare; what is forwarded stays as it was.
/// </summary>
/// <remarks>A slash that stood encoded in a segment becomes <see cref="EncodedSlash"/>: it may be part of a name to one server and end a segment for another.</remarks>
internal static class NormalPath
{
    /// <summary>In place of an encoded <c>/</c> or <c>\</c>. No path that the path rule lets through can hold this byte itself.</summary>
    public const byte EncodedSlash = 0x01;

    private static readonly SearchValues<char> Special = SearchValues.Create("%;\\ ");
    private static readonly SearchValues<byte> SegmentEnds = SearchValues.Create(";?#"u8);
    private static readonly SearchValues<byte> Slashes = SearchValues.Create([(byte)'/', EncodedSlash]);

    /// <summary>Writes the spelling of a request target's path; gives the number of bytes, at most as many as the path has characters.</summary>
    /// <param name="rawTarget">A target that the path rule has let through.</param>
    /// <param name="normal">At least as long as the target.</param>
    public static int Write(string rawTarget, Span<byte> normal)
    {
        var path = RawPath.PathOf(rawTarget);
        if (Encoding.ASCII.GetBytes(path, normal) != path.Length)
            return 0;

        if (path.ContainsAny(Special))
        {
            var decoded = Decode(normal[..path.Length]);
            return Tidy(normal, decoded);
        }

        return path.EndsWith('/') || path.Contains('.') || path.IndexOf("//") >= 0 ? Tidy(normal, path.Length) : ToLower(normal[..path.Length]);
    }

    private static int Decode(Span<byte> path)
    {
        path.Replace((byte)'\\', EncodedSlash);
        var length = path.Length;
        for (var round = 0; round <= PathRule.MaxDecodings && LenientDecoding.HasEscape(path[..length]); round++)
            length = DecodeSegments(path[..length]);

        return length;
    }

    // The slashes that stand there separate; those that appear only now do not, for a server that decodes after it has split.
    private static int DecodeSegments(Span<byte> path)
    {
        var length = 0;
        for (var start = 0; start < path.Length;)
        {
            var rest = path[start..];
            var end = rest.IndexOf((byte)'/');
            var segment = end < 0 ? rest : rest[..end];
            var decoded = LenientDecoding.Decode(segment, segment);
            segment[..decoded].Replace((byte)'/', EncodedSlash);
            segment[..decoded].Replace((byte)'\\', EncodedSlash);
            segment[..decoded].CopyTo(path[length..]);
            length += decoded;
            start += segment.Length;
            if (end < 0)
                break;

            path[length++] = (byte)'/';
            start++;
        }

        return length;
    }

    private static int Tidy(Span<byte> path, int end)
    {
        var length = 0;
        for (var start = 0; start < end;)
        {
            var size = path[start..end].IndexOfAny(Slashes);
            var segment = size < 0 ? path[start..end] : path.Slice(start, size);
            var separator = start == 0 ? (byte)'/' : path[start - 1];
            start += segment.Length + 1;
            var plain = Plain(segment);
            if (plain.IsEmpty)
                continue;

            // Written over what has been read: the result is never longer than what it is made of.
            path[length++] = separator;
            plain.CopyTo(path[length..]);
            length += plain.Length;
        }

        return length == 0 ? Root(path) : ToLower(path[..length]);
    }

    private static int Root(Span<byte> path)
    {
        path[0] = (byte)'/';
        return 1;
    }

    private static Span<byte> Plain(Span<byte> segment)
    {
        var end = segment.IndexOfAny(SegmentEnds);
        return (end < 0 ? segment : segment[..end]).Trim(" ."u8);
    }

    private static int ToLower(Span<byte> path)
    {
        Ascii.ToLowerInPlace(path, out _);
        return path.Length;
    }
}
