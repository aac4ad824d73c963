using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bulwark.Proxy.Http2;

/// <summary>
/// The streams of one connection that have not ended on the wire, and which of them the server has done with: what such a one still waits for is its client, who leaves a window shut
/// (RFC 9113 section 6.9).
/// </summary>
internal sealed class Http2Streams
{
    /// <summary>Many times what the server serves at once. What comes beyond it, it refuses.</summary>
    private const int Most = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, long> _deadlines = [];
    private int _last;

    /// <summary>The client sends HEADERS. On a stream that is not new they are trailers.</summary>
    public void Open(int stream)
    {
        lock (_lock)
        {
            if (stream <= _last)
                return;

            _last = stream;
            if (_deadlines.Count < Most)
                _deadlines.Add(stream, long.MaxValue);
        }
    }

    /// <summary>Its end, or its reset, was written or has come.</summary>
    public void End(int stream)
    {
        lock (_lock)
            _deadlines.Remove(stream);
    }

    /// <summary>The server has all of the answer.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="deadline">Timestamp at which it should be on its way.</param>
    public void Answered(int stream, long deadline)
    {
        lock (_lock)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_deadlines, stream);
            if (!Unsafe.IsNullRef(ref entry))
                entry = deadline;
        }
    }

    /// <summary>True when an answer waits for its client beyond its deadline.</summary>
    public bool HasLate(long now)
    {
        lock (_lock)
            return _deadlines.Values.Any(deadline => now >= deadline);
    }
}
