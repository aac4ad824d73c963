namespace Bulwark.Proxy.Http1;

/// <summary>
/// What the requests of one HTTP/1 connection say in <c>Connection</c>. The server reduces a line with one of the words that it knows itself to that word, whatever else stood there
/// (<c>close, X-Secret</c> becomes <c>close</c>): so the guard, which sees the bytes, keeps the line. Most requests have no such line and leave nothing here.
/// </summary>
internal sealed class NominatedHeaders
{
    /// <summary>More than any client sends ahead. The oldest go first: they were refused before anybody asked for their line.</summary>
    private const int MostKept = 256;

    private readonly Lock _lock = new();
    private readonly Queue<(long Request, string Line)> _lines = new();
    private long _requests;

    /// <summary>A whole head has come; the server may answer it only later, after others that came before.</summary>
    /// <param name="line">Empty: it says nothing out of the ordinary.</param>
    public void AddRequest(string line)
    {
        _requests++;
        if (line.Length == 0)
            return;

        lock (_lock)
        {
            if (_lines.Count == MostKept)
                _lines.Dequeue();
            _lines.Enqueue((_requests, line));
        }
    }

    /// <summary>The line of a request, counted from 1; empty when there is none. What belongs to requests before it is forgotten.</summary>
    public string Take(long request)
    {
        lock (_lock)
        {
            while (_lines.TryPeek(out var next) && next.Request <= request)
            {
                _lines.Dequeue();
                if (next.Request == request)
                    return next.Line;
            }

            return "";
        }
    }
}
