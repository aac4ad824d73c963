using System.Net.Security;
using Bulwark.Proxy.Http1;
using Bulwark.Proxy.Http2;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Wire;

/// <summary>Looks at the bytes of each connection before the server does: at their framing in HTTP/1.1, at the number of frames in HTTP/2.</summary>
internal static class WireGuard
{
    /// <summary>Adds the guard. In a TLS listener it comes after the handshake, which decides about the protocol.</summary>
    /// <param name="listen">The listener.</param>
    /// <param name="isProxy">True for a peer that is a proxy of ours, whose connection carries many clients.</param>
    public static void UseWireGuard(this ListenOptions listen, Func<ConnectionContext, bool> isProxy)
    {
        var services = listen.ApplicationServices;
        var http2 = new Http2Guard(
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>().CreateLogger<Http2Guard>());

        listen.Use(next => connection => IsHttp2(connection)
            ? http2.ServeAsync(connection, isProxy(connection) ? Http2Bounds.Proxy : Http2Bounds.Client, next)
            : ServeHttp1Async(connection, next));
    }

    private static bool IsHttp2(ConnectionContext connection) =>
        connection.Features.Get<ITlsApplicationProtocolFeature>()?.ApplicationProtocol.Span.SequenceEqual(SslApplicationProtocol.Http2.Protocol.Span) ?? false;

    private static Task ServeHttp1Async(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var nominated = new NominatedHeaders();
        connection.Features.Set(nominated);
        connection.Transport = new WirePair(new Http1GuardReader(transport.Input, new Http1Framing(nominated)), transport.Output);
        return next(connection);
    }
}
