namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>The connections to a target that no request uses. The one that was used last is taken first, so that those which are not needed grow old and are closed.</summary>
public sealed class TargetPool : IDisposable
{
    /// <summary>More than long polls that are answered at one moment leave behind: to close those connections would take place just while the answers go out.</summary>
    private const int MostIdle = 16 * 1024;

    /// <summary>Below the 130 s after which a tier closes an idle connection: else a request could be sent into one that is just being closed.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan SweepTime = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly List<TargetConnection> _idle = [];
    private readonly Func<CancellationToken, ValueTask<TargetLink>> _connect;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private bool _isOver;

    /// <param name="connect">Opens a connection; <see cref="ConnectFailedException"/> when there is none.</param>
    /// <param name="time">Tells how long a connection has been idle.</param>
    public TargetPool(Func<CancellationToken, ValueTask<TargetLink>> connect, TimeProvider time)
    {
        _connect = connect;
        _time = time;
        _sweep = time.CreateTimer(static pool => ((TargetPool)pool!).Sweep(), this, SweepTime, SweepTime);
    }

    /// <summary>How many connections are idle.</summary>
    internal int Idle
    {
        get
        {
            lock (_lock)
                return _idle.Count;
        }
    }

    /// <summary>A connection that has served a request already; null when none is idle.</summary>
    internal TargetConnection? Take()
    {
        lock (_lock)
        {
            if (_idle.Count == 0)
                return null;

            var connection = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return connection;
        }
    }

    /// <summary>A new connection.</summary>
    /// <exception cref="ConnectFailedException">There is none.</exception>
    internal async ValueTask<TargetConnection> ConnectAsync(CancellationToken cancellationToken) => new(await _connect(cancellationToken));

    /// <summary>The connection waits for the next request.</summary>
    internal void Return(TargetConnection connection)
    {
        connection.Rest(_time.GetTimestamp());
        lock (_lock)
        {
            if (!_isOver && _idle.Count < MostIdle)
            {
                _idle.Add(connection);
                return;
            }
        }

        connection.Dispose();
    }

    /// <summary>Closes what is idle, and from now on what becomes so.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _sweep.Dispose();
            CloseFirst(_idle.Count);
        }
    }

    /// <summary>They stand in the order in which they became idle.</summary>
    private void Sweep()
    {
        lock (_lock)
        {
            var old = _idle.FindIndex(connection => _time.GetElapsedTime(connection.IdleSince) < LongestIdle);
            CloseFirst(old < 0 ? _idle.Count : old);
            foreach (var connection in _idle.Where(connection => _time.GetElapsedTime(connection.IdleSince) > SweepTime))
                connection.GiveBackBuffer();
        }
    }

    private void CloseFirst(int count)
    {
        foreach (var connection in _idle.Take(count))
            connection.Dispose();

        _idle.RemoveRange(0, count);
    }
}
