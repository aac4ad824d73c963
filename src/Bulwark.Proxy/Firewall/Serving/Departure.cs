using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>
/// Tells a client that has gone from one that has only said its last: a connection may be closed one way, and whoever did that still waits for the answer (RFC 9112 section 9.6).
/// The two look alike until something is sent, so he is believed for a while, and looked after.
/// </summary>
internal sealed class Departure : IDisposable
{
    /// <summary>How long a client that said its last is believed to be there while nothing moves.</summary>
    private static readonly TimeSpan Belief = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private readonly TimeProvider _time;
    private readonly Socket _socket;
    private readonly CancellationToken _closed;
    private readonly CancellationTokenRegistration _closing;
    private readonly CancellationTokenRegistration _ending;
    private readonly ITimer _timer;
    private long _renewed;
    private volatile bool _isEndless;

    /// <param name="connection">The client's connection.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ending">The server ends, and whatever still runs with it.</param>
    public Departure(ConnectionContext connection, TimeProvider time, CancellationToken ending)
    {
        _time = time;
        _socket = connection.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        _closed = connection.ConnectionClosed;
        _timer = time.CreateTimer(static departure => ((Departure)departure!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _ending = ending.UnsafeRegister(static departure => ((Departure)departure!).Leave(), this);
        _closing = _closed.UnsafeRegister(static departure => ((Departure)departure!).Close(), this);
    }

    /// <summary>The client has gone.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>The client takes what it is sent, so it is there.</summary>
    public void Renew()
    {
        if (_closed.IsCancellationRequested)
            Volatile.Write(ref _renewed, _time.GetTimestamp());
    }

    /// <summary>The answer begins.</summary>
    /// <param name="isEndless">It has no end of its own: a client that says its last has had enough.</param>
    public void Begin(bool isEndless)
    {
        _isEndless = isEndless;
        if (isEndless && _closed.IsCancellationRequested)
            Leave();
    }

    public void Dispose()
    {
        _closing.Dispose();
        _ending.Dispose();
        _timer.Dispose();
        _gone.Dispose();
    }

    private void Close()
    {
        Renew();
        Look();
        if (!_gone.IsCancellationRequested)
            _timer.Change(Step, Step);
    }

    private void Look()
    {
        if (_isEndless || !TcpState.IsHalfClosed(_socket) || _time.GetElapsedTime(Volatile.Read(ref _renewed)) >= Belief)
            Leave();
    }

    private void Leave()
    {
        try
        {
            _gone.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A last look at a connection that is over.
        }
    }
}
