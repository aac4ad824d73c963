using Bulwark.Proxy.Forwarding.Http2.Hpack;

namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>The connections to a target that speaks HTTP/2: as few as the target's own limit allows, for each carries many requests, and what goes out at the same time goes out together.</summary>
public sealed class Http2Pool : IDisposable
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SweepTime = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Func<CancellationToken, ValueTask<Stream>> _connect;
    private readonly long _lifetime;
    private readonly Timer _sweep;

    /// <summary>Replaced as a whole, so that each request finds its connection without a lock of the pool.</summary>
    private volatile Http2Connection[] _connections = [];
    private Task? _connecting;
    private bool _isOver;

    /// <param name="connect">Opens a connection; <see cref="ConnectFailedException"/> when there is none.</param>
    /// <param name="lifetime">After this a connection takes no new request; <see cref="Timeout.InfiniteTimeSpan"/>: no matter how old it is.</param>
    public Http2Pool(Func<CancellationToken, ValueTask<Stream>> connect, TimeSpan lifetime)
    {
        _connect = connect;
        _lifetime = lifetime == Timeout.InfiniteTimeSpan ? long.MaxValue : (long)lifetime.TotalMilliseconds;
        _sweep = new Timer(static pool => ((Http2Pool)pool!).Sweep(Environment.TickCount64), this, SweepTime, SweepTime);
    }

    /// <summary>How many connections take requests.</summary>
    internal int Count => _connections.Length;

    /// <summary>Sends a request on a connection that is there; null when none takes it.</summary>
    /// <exception cref="InvalidOperationException">It cannot be sent.</exception>
    internal Http2Exchange? TryBegin(in HeaderBlock block)
    {
        foreach (var connection in _connections)
        {
            if (connection.TryBegin(block) is { } exchange)
                return exchange;
        }

        return null;
    }

    /// <summary>Waits for one more connection: one at a time is opened, however many wait for it.</summary>
    /// <exception cref="ConnectFailedException">There is none, and nothing was sent.</exception>
    internal Task GrowAsync(CancellationToken cancellationToken)
    {
        Task connecting;
        lock (_lock)
        {
            if (_isOver)
                throw new ConnectFailedException("No connection under settings that were replaced", new ObjectDisposedException(nameof(Http2Pool)));

            _connecting ??= Task.Run(ConnectAsync, CancellationToken.None);
            connecting = _connecting;
        }

        return connecting.WaitAsync(cancellationToken);
    }

    /// <summary>Looks after all connections.</summary>
    /// <param name="now">Milliseconds of the system's clock.</param>
    internal void Sweep(long now)
    {
        foreach (var connection in _connections)
            connection.Look(now, _lifetime);
    }

    /// <summary>No new requests; each connection closes after its last answer.</summary>
    public void Dispose()
    {
        lock (_lock)
            _isOver = true;

        _sweep.Dispose();
        foreach (var connection in _connections)
            connection.Retire();
    }

    private async Task ConnectAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(ConnectTime);
            var connection = await OpenAsync(patience.Token);
            lock (_lock)
                _connections = [.. _connections, connection];

            // It may have been closed, or the pool, before it was there to be found.
            if (connection.IsDraining)
                Remove(connection);
            else if (_isOver)
                connection.Retire();
        }
        finally
        {
            lock (_lock)
                _connecting = null;
        }
    }

    private async Task<Http2Connection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new Http2Connection(await _connect(cancellationToken), Remove);
        try
        {
            await connection.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            connection.Retire();
            throw new ConnectFailedException("The target has let nobody in", e);
        }

        if (connection.MostStreams > 0)
            return connection;

        connection.Retire();
        throw new ConnectFailedException("The target takes no requests", new IOException("It allows no streams."));
    }

    private void Remove(Http2Connection connection)
    {
        lock (_lock)
            _connections = [.. _connections.Where(other => other != connection)];
    }
}
