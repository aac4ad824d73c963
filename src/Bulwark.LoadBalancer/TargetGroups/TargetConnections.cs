using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>The open connections to a target, so that they can be ended when its time is over.</summary>
internal sealed class TargetConnections
{
    private readonly ConcurrentDictionary<TargetStream, bool> _open = new();
    private volatile bool _isClosed;

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    /// <summary>A stream over a socket that has just been connected.</summary>
    /// <exception cref="IOException">There are to be no more connections.</exception>
    public TargetStream Open(Socket socket)
    {
        var stream = new TargetStream(socket, this);
        _open[stream] = true;
        if (!_isClosed)
            return stream;

        stream.Dispose();
        throw new IOException("the target has been taken out of service");
    }

    /// <summary>Ends every connection, so that requests under way on them fail, and lets nobody make new ones: an HTTP client would at once ask again on them.</summary>
    public void Cut()
    {
        _isClosed = true;
        foreach (var (stream, _) in _open)
            stream.Cut();
    }

    /// <summary>There may be connections again.</summary>
    public void Reopen() => _isClosed = false;

    internal void Forget(TargetStream stream) => _open.TryRemove(stream, out _);
}
