using System.Net.Sockets;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>A connection to a target that can be cut.</summary>
internal sealed class TargetStream(Socket socket, TargetConnections connections) : NetworkStream(socket, ownsSocket: true)
{
    private volatile bool _isCut;

    /// <summary>True when its end, or the one to come, is our doing.</summary>
    public bool IsCut => _isCut;

    /// <summary>Ends what is under way, as if the target had.</summary>
    public void Cut()
    {
        _isCut = true;
        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended by itself in this moment.
        }
    }

    protected override void Dispose(bool disposing)
    {
        connections.Forget(this);
        base.Dispose(disposing);
    }
}
