using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Variables;

/// <summary>Takes a request line apart (RFC 9112, section 3) without ever refusing one: what is malformed has to be seen by rules.</summary>
internal static class RequestLine
{
    private static readonly SearchValues<byte> ProtocolCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Method, target and protocol. Spaces inside the target stay there; a line without protocol has an empty one.</summary>
    public static (ByteSlice Method, ByteSlice Target, ByteSlice Protocol) Split(ByteSlice line)
    {
        var first = line.Span.IndexOf((byte)' ');
        if (first < 0)
            return (line, ByteSlice.Empty, ByteSlice.Empty);

        var method = line.Slice(0, first);
        var rest = line.Slice(first + 1);
        var last = rest.Span.LastIndexOf((byte)' ');
        return last >= 0 && LooksLikeProtocol(rest.Span[(last + 1)..])
            ? (method, rest.Slice(0, last), rest.Slice(last + 1))
            : (method, rest, ByteSlice.Empty);
    }

    /// <summary>Path and query as received, and both together; a fragment belongs to none of them.</summary>
    /// <remarks>The target is split before it is decoded, so that an encoded question mark stays in the path, as it does for the backend.</remarks>
    public static (ByteSlice Path, ByteSlice Query, ByteSlice Whole) SplitTarget(ByteSlice target)
    {
        var fragment = target.Span.IndexOf((byte)'#');
        var whole = fragment < 0 ? target : target.Slice(0, fragment);
        var question = whole.Span.IndexOf((byte)'?');
        return question < 0 ? (whole, ByteSlice.Empty, whole) : (whole.Slice(0, question), whole.Slice(question + 1), whole);
    }

    /// <summary>What follows the last slash or backslash; empty when that is the last byte.</summary>
    public static ByteSlice Basename(ByteSlice path)
    {
        var slash = path.Span.LastIndexOfAny((byte)'/', (byte)'\\');
        return slash < 0 ? ByteSlice.Empty : path.Slice(slash + 1);
    }

    /// <summary>Of a target in absolute form (<c>http://host/path</c>) what follows the host; of any other all.</summary>
    public static ByteSlice WithoutAuthority(ByteSlice target)
    {
        var bytes = target.Span;
        if (bytes.IsEmpty || bytes[0] == '/')
            return target;

        var colon = bytes.IndexOf((byte)':');
        if (colon < 0 || !bytes[(colon + 1)..].StartsWith("//"u8))
            return target;

        var path = bytes[(colon + 3)..].IndexOf((byte)'/');
        return path < 0 ? target : target.Slice(colon + 3 + path);
    }

    /// <summary>The host of a Host header; an IPv6 address keeps its brackets.</summary>
    public static ByteSlice HostWithoutPort(ByteSlice host)
    {
        var bytes = host.Span;
        var from = bytes.StartsWith("["u8) ? Math.Max(0, bytes.IndexOf((byte)']')) : 0;
        var colon = bytes[from..].IndexOf((byte)':');
        return colon < 0 ? host : host.Slice(0, from + colon);
    }

    /// <summary>Any name and version, so that <c>GET / JUNK/1.0</c> shows rules a protocol which they can refuse.</summary>
    private static bool LooksLikeProtocol(ReadOnlySpan<byte> word)
    {
        var slash = word.IndexOf((byte)'/');
        return slash > 0 && !word[..slash].ContainsAnyExcept(ProtocolCharacters);
    }
}
