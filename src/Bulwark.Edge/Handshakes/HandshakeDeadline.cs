using Bulwark.Proxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bulwark.Edge.Handshakes;

/// <summary>Closes a connection whose handshake, from the first byte that it waits for to the last, is not done in time. The server's own limit begins only behind the hello.</summary>
internal sealed class HandshakeDeadline : IDisposable
{
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenRegistration _close;

    private HandshakeDeadline(ConnectionContext connection, TimeProvider time)
    {
        _deadline = new CancellationTokenSource(TlsPolicy.HandshakeTimeout, time);
        _close = _deadline.Token.UnsafeRegister(static connection => ((ConnectionContext)connection!).Abort(new ConnectionAbortedException("The handshake took too long")), connection);
    }

    /// <summary>Begins to wait: before all that reads.</summary>
    public static void Begin(ListenOptions listen, TimeProvider time) => listen.Use(next => async connection =>
    {
        connection.Features.Set(new HandshakeDeadline(connection, time));
        try
        {
            await next(connection);
        }
        finally
        {
            End(connection);
        }
    });

    /// <summary>Waits no more: after the handshake.</summary>
    public static void End(ListenOptions listen) => listen.Use(next => connection =>
    {
        End(connection);
        return next(connection);
    });

    /// <inheritdoc />
    public void Dispose()
    {
        // Afterwards nobody closes the connection any more, not even in this moment: it goes back to the server and is not ours to touch.
        _close.Dispose();
        _deadline.Dispose();
    }

    private static void End(ConnectionContext connection)
    {
        connection.Features.Get<HandshakeDeadline>()?.Dispose();
        connection.Features.Set<HandshakeDeadline>(null);
    }
}
