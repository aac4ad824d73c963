using System.Buffers;
using System.Text;
using Bulwark.Proxy.RequestPath;

namespace Bulwark.Proxy.EdgeAuth;

/// <summary>
/// A path that a rule guards. It is recognised in every spelling that some server behind could take for it: escaped, in other case, with segment parameters, doubled or
/// trailing slashes. A path that begins differently costs one comparison.
/// </summary>
internal sealed class RoutePath
{
    private const int StackLength = 512;

    private readonly string _text;
    private readonly byte[] _folded;
    private readonly bool _isPrefix;

    /// <param name="pattern">A plain path; a trailing <c>*</c> stands for any rest.</param>
    public RoutePath(string pattern)
    {
        _isPrefix = pattern.EndsWith('*');
        _text = pattern.TrimEnd('*');
        _folded = Encoding.ASCII.GetBytes(_text.TrimEnd('/').ToLowerInvariant());
    }

    /// <summary>True when the raw path is this one as it is written.</summary>
    public bool IsExactly(ReadOnlySpan<char> path) => _isPrefix ? path.StartsWith(_text, StringComparison.Ordinal) : path.SequenceEqual(_text);

    /// <summary>True when some server could take the raw path for this one.</summary>
    public bool CouldBe(ReadOnlySpan<char> path) => IsExactly(path) || (BeginsAlike(path) && HasReading(path));

    private bool BeginsAlike(ReadOnlySpan<char> path) =>
        _folded.Length < 2 || path.Length < 2 || path[1] is '%' or ';' or '/' or '\\' || char.ToLowerInvariant(path[1]) == _folded[1];

    private bool HasReading(ReadOnlySpan<char> path)
    {
        byte[]? rented = null;
        var reading = path.Length <= StackLength ? stackalloc byte[StackLength] : rented = ArrayPool<byte>.Shared.Rent(path.Length);
        try
        {
            var length = Encoding.ASCII.GetBytes(path, reading);
            for (var decodings = 0; decodings <= PathRule.MaxDecodings; decodings++)
            {
                if (Fits(reading[..length]))
                    return true;

                if (!LenientDecoding.HasEscape(reading[..length]))
                    return false;

                // Decoding in place: what is written never overtakes what is read.
                length = LenientDecoding.Decode(reading[..length], reading);
            }

            return false;
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Compares without case, without segment parameters and without empty segments.</summary>
    private bool Fits(ReadOnlySpan<byte> path)
    {
        var at = 0;
        var rest = path;
        while (!rest.IsEmpty)
        {
            rest = rest[1..]; // the slash
            var end = rest.IndexOfAny((byte)'/', (byte)'\\');
            var segment = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[end..];
            segment = WithoutParameters(segment);
            if (segment.IsEmpty)
                continue;

            if (at == _folded.Length)
                return _isPrefix;

            if (!TakeSegment(segment, ref at))
                return _isPrefix && IsCutShort(segment, at);
        }

        return at == _folded.Length;
    }

    private bool TakeSegment(ReadOnlySpan<byte> segment, ref int at)
    {
        var own = _folded.AsSpan(at + 1);
        var end = own.IndexOf((byte)'/');
        own = end < 0 ? own : own[..end];
        if (!Ascii.EqualsIgnoreCase(segment, own))
            return false;

        at += 1 + own.Length;
        return true;
    }

    /// <summary>A pattern such as <c>/api*</c> ends within a segment.</summary>
    private bool IsCutShort(ReadOnlySpan<byte> segment, int at)
    {
        var own = _folded.AsSpan(at + 1);
        return !_text.EndsWith('/') && !own.Contains((byte)'/') && segment.Length > own.Length && Ascii.EqualsIgnoreCase(segment[..own.Length], own);
    }

    private static ReadOnlySpan<byte> WithoutParameters(ReadOnlySpan<byte> segment)
    {
        var end = segment.IndexOf((byte)';');
        return end < 0 ? segment : segment[..end];
    }
}
