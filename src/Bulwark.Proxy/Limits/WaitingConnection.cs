using Microsoft.AspNetCore.Connections;

namespace Bulwark.Proxy.Limits;

/// <summary>A connection and whether its first request has come.</summary>
internal sealed class WaitingConnection
{
    private readonly FirstRequestWatch _watch;
    private int _isOver;

    public WaitingConnection(FirstRequestWatch watch, ConnectionContext connection, long deadline)
    {
        _watch = watch;
        Connection = connection;
        Deadline = deadline;
        Node = new LinkedListNode<WaitingConnection>(this);
    }

    public ConnectionContext Connection { get; }

    /// <summary>Timestamp after which it is closed.</summary>
    public long Deadline { get; }

    /// <summary>Its place among those that wait.</summary>
    public LinkedListNode<WaitingConnection> Node { get; }

    /// <summary>Ends the waiting: a request has come, or the connection closes. Costs nothing from the second time on.</summary>
    public void End()
    {
        if (Volatile.Read(ref _isOver) == 0 && Interlocked.Exchange(ref _isOver, 1) == 0)
            _watch.Remove(this);
    }
}
