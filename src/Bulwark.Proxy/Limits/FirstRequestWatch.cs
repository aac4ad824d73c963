using Microsoft.AspNetCore.Connections;

namespace Bulwark.Proxy.Limits;

/// <summary>
/// Closes connections on which no request has come in time. The server knows idle connections and slow heads, but takes one on which nothing was ever asked for an idle one, and
/// those may live long. One timer serves all; a connection costs two short locks in its life.
/// </summary>
public sealed class FirstRequestWatch : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly LinkedList<WaitingConnection> _waiting = new();
    private readonly ITimer _timer;

    /// <summary>Begins to watch.</summary>
    public FirstRequestWatch(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static watch => ((FirstRequestWatch)watch!).CloseOverdue(), this, Step, Step);
    }

    /// <summary>How many connections wait for their first request.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    internal WaitingConnection Add(ConnectionContext connection, TimeSpan patience)
    {
        var waiting = new WaitingConnection(this, connection, _time.GetTimestamp() + (long)(patience.TotalSeconds * _time.TimestampFrequency));
        lock (_lock)
            _waiting.AddLast(waiting.Node);
        return waiting;
    }

    internal void Remove(WaitingConnection waiting)
    {
        lock (_lock)
        {
            if (waiting.Node.List is not null)
                _waiting.Remove(waiting.Node);
        }
    }

    /// <summary>The oldest stand first. Those that a change of settings gave less time wait at most as long as those before them.</summary>
    private void CloseOverdue()
    {
        var now = _time.GetTimestamp();
        lock (_lock)
        {
            // Under the lock, for a connection that has left the list goes back to the server and is not ours to touch.
            while (_waiting.First is { } first && first.Value.Deadline <= now)
            {
                _waiting.Remove(first);
                first.Value.Connection.Abort(new ConnectionAbortedException("No request came in time"));
            }
        }
    }
}
