using System.Text;

namespace Bulwark.Waf.Acl.Exclusions;

/// <summary>A method and a path with <c>*</c> for one segment. It is compared with the path as rules see it, decoded once; where it does not fit exactly, rules look at everything.</summary>
internal sealed class RoutePattern(string method, string path)
{
    private readonly byte[] _method = Encoding.ASCII.GetBytes(method);
    private readonly byte[]?[] _segments = [.. path.Split('/').Select(segment => segment == "*" ? null : Encoding.ASCII.GetBytes(segment))];

    public bool Matches(ReadOnlySpan<byte> method, ReadOnlySpan<byte> path)
    {
        if (!method.SequenceEqual(_method))
            return false;

        for (var i = 0; i < _segments.Length; i++)
        {
            var end = path.IndexOf((byte)'/');
            if (end < 0 != (i == _segments.Length - 1))
                return false;

            var segment = end < 0 ? path : path[..end];
            if (_segments[i] is { } fixedSegment ? !segment.SequenceEqual(fixedSegment) : !IsOne(segment))
                return false;

            path = end < 0 ? default : path[(end + 1)..];
        }

        return true;
    }

    /// <summary>Whether nobody takes it for more than one segment, or for a way up, even if it is decoded again.</summary>
    private static bool IsOne(ReadOnlySpan<byte> segment) =>
        !segment.IsEmpty && segment.ContainsAnyExcept((byte)'.') && !segment.ContainsAny("\\;"u8) && !HasEscaped(segment, (byte)'2', (byte)'f') && !HasEscaped(segment, (byte)'5', (byte)'c') && !HasEscaped(segment, (byte)'2', (byte)'e');

    private static bool HasEscaped(ReadOnlySpan<byte> segment, byte first, byte second)
    {
        for (var at = segment.IndexOf((byte)'%'); at >= 0; at = segment.IndexOf((byte)'%'))
        {
            segment = segment[(at + 1)..];
            if (segment.Length >= 2 && segment[0] == first && (segment[1] | 0x20) == second)
                return true;
        }

        return false;
    }
}
