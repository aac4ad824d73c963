using System.Buffers;

namespace Bulwark.Proxy.RequestPath;

/// <summary>
/// One reading of a path: what some server behind could take it for. Segments end at <c>/</c> and <c>\</c>; empty ones are dropped; of each
/// one, what follows <c>;</c>, <c>?</c> or <c>#</c> and the spaces and dots around are ignored, as lenient servers do.
/// </summary>
internal static class PathForm
{
    private static readonly SearchValues<byte> Separators = SearchValues.Create("/\\"u8);
    private static readonly SearchValues<byte> SegmentEnds = SearchValues.Create(";?#"u8);
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), 0x7F]);

    /// <summary>Judges this reading alone.</summary>
    public static PathVerdict Judge(ReadOnlySpan<byte> path)
    {
        // "//host/path" is a reference to another host, and a control character ends or vanishes from a path somewhere.
        if (path.Length > 1 && Separators.Contains(path[1]) || path.ContainsAny(Controls))
            return PathVerdict.Refuse;

        Span<Range> leading = stackalloc Range[HiddenPaths.MaxSegments];
        var count = 0;
        foreach (var range in path.SplitAny(Separators))
        {
            var segment = Trim(path, range);
            if (IsDots(path, range))
                return PathVerdict.Refuse;

            if (path[segment].IsEmpty || count == leading.Length)
                continue;

            // Which characters become ASCII letters by normalisation is a long and changing list: the segments that decide are ASCII.
            if (!System.Text.Ascii.IsValid(path[range]))
                return PathVerdict.Refuse;

            leading[count++] = segment;
        }

        return HiddenPaths.Contains(path, leading[..count], out var protocol) ? new(PathDecision.Hide, protocol) : PathVerdict.Forward;
    }

    /// <summary>The path without the parameters of its segments: <c>/a;x=1/b</c> is <c>/a/b</c>. Gives the number of bytes written.</summary>
    public static int CutParameters(ReadOnlySpan<byte> path, Span<byte> cut)
    {
        var length = 0;
        var isParameter = false;
        foreach (var next in path)
        {
            isParameter = !Separators.Contains(next) && (isParameter || next == ';');
            if (!isParameter)
                cut[length++] = next;
        }

        return length;
    }

    private static bool IsDots(ReadOnlySpan<byte> path, Range range)
    {
        var segment = path[range];
        var end = segment.IndexOfAny(SegmentEnds);
        return (end < 0 ? segment : segment[..end]).Trim((byte)' ') is [(byte)'.'] or [(byte)'.', (byte)'.'];
    }

    private static Range Trim(ReadOnlySpan<byte> path, Range range)
    {
        var (start, length) = range.GetOffsetAndLength(path.Length);
        var segment = path.Slice(start, length);
        var end = segment.IndexOfAny(SegmentEnds);
        if (end >= 0)
            segment = segment[..end];

        var first = segment.IndexOfAnyExcept((byte)' ', (byte)'.');
        return first < 0 ? start..start : (start + first)..(start + segment.LastIndexOfAnyExcept((byte)' ', (byte)'.') + 1);
    }
}
