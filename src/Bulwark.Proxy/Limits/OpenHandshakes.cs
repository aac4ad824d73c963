using Microsoft.AspNetCore.Connections;

namespace Bulwark.Proxy.Limits;

/// <summary>
/// Handshakes under way where only the handshake tells who a peer is, so that nobody can be refused before it. Beyond the limit the one that has gone on for the longest time gives way:
/// an honest peer needs milliseconds, and whoever holds many open pushes out his own.
/// </summary>
public sealed class OpenHandshakes
{
    /// <summary>So many at most. Each takes some 70 KiB.</summary>
    public const int Most = 2_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<OpenHandshake> _handshakes = new();

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _handshakes.Count;
        }
    }

    /// <summary>Takes a place for a new connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isFull">True when another one had to give way.</param>
    internal OpenHandshake Add(ConnectionContext connection, out bool isFull)
    {
        var handshake = new OpenHandshake(this, connection);
        lock (_lock)
        {
            isFull = _handshakes.Count >= Most;
            if (isFull)
                PushOut(_handshakes.First!);

            _handshakes.AddLast(handshake.Node);
        }

        return handshake;
    }

    internal void Remove(OpenHandshake handshake)
    {
        lock (_lock)
        {
            if (handshake.Node.List is not null)
                _handshakes.Remove(handshake.Node);
        }
    }

    /// <summary>Under the lock, for a connection that has left the list goes back to the server and is not ours to touch.</summary>
    private void PushOut(LinkedListNode<OpenHandshake> oldest)
    {
        _handshakes.Remove(oldest);
        oldest.Value.Connection.Abort(new ConnectionAbortedException("Too many handshakes are under way"));
    }
}
