using System.Buffers;
using System.Text;
using Bulwark.Core.Routing;

namespace Bulwark.Proxy.RequestPath;

/// <summary>
/// The one rule about paths, for the edge and the load balancer. It reads the raw request target and looks at every way in which a server behind could
/// read it: decoded up to four times, with and without segment parameters at each step. If one of these readings is a hidden path, the
/// request gets 404; if one has a dot segment or cannot be told, 400; else the client's bytes go on unchanged.
/// </summary>
/// <remarks>
/// Matrix IDs pass: <c>%21</c>, <c>%3A</c>, <c>%2F</c>, <c>%23</c>, UTF-8, a state key that contains a literal <c>%2e</c> (sent as
/// <c>%252e</c>) or <c>https://host/</c>. What does not pass is a whole segment that reads <c>.</c> or <c>..</c>, however it is spelt.
/// </remarks>
public static class PathRule
{
    /// <summary>A path with escapes left after so many decodings is refused: no ID is escaped that often.</summary>
    public const int MaxDecodings = 4;

    private const int StackLength = 512;

    /// <summary>What this thread has judged last. Within one process the load balancer judges the very string that the edge judged a moment ago.</summary>
    [ThreadStatic]
    private static string? t_target;

    [ThreadStatic]
    private static PathVerdict t_verdict;

    /// <summary>Decides about a request target as it came in, query included. Costs no allocation for targets of ordinary length.</summary>
    public static PathVerdict Judge(string rawTarget)
    {
        if (!ReferenceEquals(rawTarget, t_target))
            (t_target, t_verdict) = (rawTarget, JudgeAnew(rawTarget));

        return t_verdict;
    }

    private static PathVerdict JudgeAnew(string rawTarget)
    {
        if (!TargetSyntax.IsWellFormed(rawTarget))
            return PathVerdict.Refuse;

        var path = RawPath.PathOf(rawTarget);
        byte[]? rented = null;
        var bytes = path.Length <= StackLength ? stackalloc byte[StackLength] : rented = ArrayPool<byte>.Shared.Rent(path.Length);
        try
        {
            return JudgeReadings(bytes[..Encoding.ASCII.GetBytes(path, bytes)], decodings: 0);
        }
        finally
        {
            Return(rented);
        }
    }

    private static PathVerdict JudgeReadings(ReadOnlySpan<byte> path, int decodings)
    {
        var verdict = PathForm.Judge(path);
        if (!verdict.IsForward)
            return verdict;

        var hasEscape = LenientDecoding.HasEscape(path);
        if (!hasEscape && !path.Contains((byte)';'))
            return verdict;

        if (hasEscape && decodings == MaxDecodings)
            return PathVerdict.Refuse;

        return JudgeFurtherReadings(path, hasEscape, decodings);
    }

    private static PathVerdict JudgeFurtherReadings(ReadOnlySpan<byte> path, bool hasEscape, int decodings)
    {
        byte[]? rented = null;
        var reading = path.Length <= StackLength ? stackalloc byte[StackLength] : rented = ArrayPool<byte>.Shared.Rent(path.Length);
        try
        {
            if (path.Contains((byte)';') && JudgeReadings(reading[..PathForm.CutParameters(path, reading)], decodings) is { IsForward: false } cut)
                return cut;

            return hasEscape ? JudgeDecoded(path, reading, decodings) : PathVerdict.Forward;
        }
        finally
        {
            Return(rented);
        }
    }

    private static PathVerdict JudgeDecoded(ReadOnlySpan<byte> path, Span<byte> reading, int decodings)
    {
        // The first decoding is what every server does, so it has to give text; a later one is a guess about an ID that may well hold a '%'.
        if (decodings == 0 && !LenientDecoding.IsUtf8(path, reading))
            return PathVerdict.Refuse;

        return JudgeReadings(reading[..LenientDecoding.Decode(path, reading)], decodings + 1);
    }

    private static void Return(byte[]? rented)
    {
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
