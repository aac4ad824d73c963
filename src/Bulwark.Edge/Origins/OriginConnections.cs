using Bulwark.Proxy.Forwarding;

namespace Bulwark.Edge.Origins;

/// <summary>
/// The connections to a load balancer that are open, so that they can be cut. They are held weakly: a connection that its owner has closed and forgotten is none, and nobody has to sign off.
/// </summary>
internal sealed class OriginConnections
{
    private readonly Lock _lock = new();
    private readonly List<WeakReference<Stream>> _open = [];
    private int _tidyAt = 32;
    private bool _isCut;

    /// <summary>A connection was opened.</summary>
    /// <exception cref="ConnectFailedException">They were all cut in the meantime.</exception>
    public Stream Add(Stream connection)
    {
        lock (_lock)
        {
            if (!_isCut)
            {
                Tidy();
                _open.Add(new WeakReference<Stream>(connection));
                return connection;
            }
        }

        connection.Dispose();
        throw new ConnectFailedException("No connection under settings or a leaf that were replaced", new ObjectDisposedException(nameof(OriginConnections)));
    }

    /// <summary>Closes all, with the requests that are under way, and lets no new one come.</summary>
    public void Cut()
    {
        List<WeakReference<Stream>> open;
        lock (_lock)
        {
            _isCut = true;
            open = [.. _open];
            _open.Clear();
        }

        foreach (var reference in open)
        {
            if (reference.TryGetTarget(out var connection))
                connection.Dispose();
        }
    }

    private void Tidy()
    {
        if (_open.Count < _tidyAt)
            return;

        _open.RemoveAll(reference => !reference.TryGetTarget(out _));
        _tidyAt = Math.Max(32, 2 * _open.Count);
    }
}
