using Microsoft.AspNetCore.Connections;

namespace Bulwark.Proxy.Limits;

/// <summary>A connection in the midst of its handshake.</summary>
internal sealed class OpenHandshake
{
    private readonly OpenHandshakes _all;

    public OpenHandshake(OpenHandshakes all, ConnectionContext connection)
    {
        _all = all;
        Connection = connection;
        Node = new LinkedListNode<OpenHandshake>(this);
    }

    public ConnectionContext Connection { get; }

    /// <summary>Its place among all.</summary>
    public LinkedListNode<OpenHandshake> Node { get; }

    /// <summary>Its handshake is done, or it has ended without one.</summary>
    public void End() => _all.Remove(this);
}
