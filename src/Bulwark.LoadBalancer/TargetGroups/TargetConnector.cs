using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Bulwark.Core.Http;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Forwarding.Http1;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>
/// Opens connections to a target. Where to, and what name its certificate has to carry, is the settings' to say; nothing of a request takes part.
/// </summary>
internal sealed class TargetConnector(TargetAddress address, TargetConnections connections, TargetTls? tls)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>A new connection.</summary>
    /// <exception cref="ConnectFailedException">Nobody listens there, or it is not the target. Nothing was sent.</exception>
    public async ValueTask<TargetLink> ConnectAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await OpenAsync(patience.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException)
        {
            throw new ConnectFailedException($"{address.Text}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectFailedException($"{address.Text}: no connection within {Patience.TotalSeconds:0} s", e);
        }
    }

    private async ValueTask<TargetLink> OpenAsync(CancellationToken cancellationToken)
    {
        var socket = address.Socket is { } path ? await UnixSocketHttp.ConnectAsync(path, cancellationToken) : await ConnectTcpAsync(cancellationToken);
        var plain = connections.Open(socket);
        if (tls is null)
            return new TargetLink(plain, socket, () => plain.IsCut);

        var stream = new SslStream(plain);
        try
        {
            await stream.AuthenticateAsClientAsync(tls.CreateOptions(address), cancellationToken);
            return new TargetLink(stream, socket, () => plain.IsCut);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<Socket> ConnectTcpAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
