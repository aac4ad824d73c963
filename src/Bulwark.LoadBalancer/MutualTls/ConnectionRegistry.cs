using System.Collections.Concurrent;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>Every open connection of a listener. Nothing is in it before its handshake is done, and nothing after its end.</summary>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<OpenConnection, bool> _connections = new();

    /// <summary>How many there are.</summary>
    public int Count => _connections.Count;

    /// <summary>The connections of this moment. One that is added before the call is among them.</summary>
    public IEnumerable<OpenConnection> All => _connections.Select(entry => entry.Key);

    public void Add(OpenConnection connection) => _connections.TryAdd(connection, true);

    public void Remove(OpenConnection connection) => _connections.TryRemove(connection, out _);
}
