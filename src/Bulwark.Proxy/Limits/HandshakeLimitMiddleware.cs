using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Limits;

/// <summary>Bounds the handshakes under way at a listener that cannot tell its friends before it has shaken their hands.</summary>
public static class HandshakeLimitMiddleware
{
    /// <summary>Each line of the log stands for all of this time.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    /// <summary>Begins to count a connection: before its TLS.</summary>
    public static void UseHandshakeLimit(this ListenOptions listen)
    {
        var handshakes = listen.ApplicationServices.GetRequiredService<OpenHandshakes>();
        var log = listen.ApplicationServices.GetRequiredService<ILogger<OpenHandshakes>>();
        var unlogged = new IntervalCount(LogInterval, listen.ApplicationServices.GetRequiredService<TimeProvider>());
        listen.Use(next => async connection =>
        {
            var handshake = handshakes.Add(connection, out var isFull);
            if (isFull)
                Report(connection, log, unlogged);

            connection.Features.Set(handshake);
            try
            {
                await next(connection);
            }
            finally
            {
                handshake.End();
            }
        });
    }

    /// <summary>Counts it no more: after its TLS.</summary>
    public static void UseHandshakeEnd(this ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Features.Get<OpenHandshake>()?.End();
        return next(connection);
    });

    private static void Report(ConnectionContext connection, ILogger log, IntervalCount unlogged)
    {
        Metrics.CountRefusedConnection(ConnectionRefusal.Handshakes);
        if (unlogged.TryTake(out var count))
            Log.HandshakesPushedOut(log, connection.Features.Get<ClientAddress>()!.Address, count);
    }
}
