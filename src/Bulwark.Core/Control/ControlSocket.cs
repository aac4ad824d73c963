using Bulwark.Core.Http;
using Bulwark.Core.Revisions;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Core.Control;

/// <summary>
/// The control socket of a tier: HTTP on <c>run/&lt;tier&gt;.control.sock</c> for the command line and the admin tier. Whoever connects must
/// have our user ID; the kernel says so at accept, before a byte is read. Operator routes exist here and nowhere else.
/// </summary>
public static class ControlSocket
{
    /// <summary>Adds the listener. <see cref="Hosting.TierHost"/> does it for every tier.</summary>
    internal static void AddControlSocket(this WebApplicationBuilder builder, string path) =>
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            var log = kestrel.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ControlSocket));
            listen.Use(next => connection => AdmitAsync(connection, next, log));
        }));

    /// <summary>
    /// Serves <paramref name="routes"/>, <c>GET /health</c> and <c>/settings</c> to control connections, and only to those; everything else goes on to what
    /// follows.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="routes">Those of the tier.</param>
    /// <param name="edge">Answers for exceptions, in a tier whose pipeline does not begin with an outer edge; null: it does.</param>
    public static void UseControlRoutes(this IApplicationBuilder app, RouteTable routes, OuterEdge? edge = null)
    {
        HealthEndpoint.Map(routes);
        SettingsRoutes.Map(routes, app.ApplicationServices);
        app.MapWhen(IsControl, control =>
        {
            if (edge is not null)
                control.UseOuterEdge(edge);
            control.UseRouteTable(routes, ControlError.NotFound, ControlError.MethodNotAllowed);
        });
    }

    /// <summary>Who is at the other end of this control connection; null on any other listener.</summary>
    public static ControlPeer? Peer(HttpContext context) => context.Features.Get<ControlPeer>();

    private static bool IsControl(HttpContext context) => Peer(context) is not null;

    private static Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next, ILogger log)
    {
        var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        if (socket is null)
            return Task.CompletedTask;

        var peer = PeerCredentials.Read(socket);
        if (peer.UserId != PeerCredentials.OwnUserId)
        {
            Log.ControlPeerRefused(log, peer.UserId, peer.ProcessId);
            return Task.CompletedTask;
        }

        connection.Features.Set(peer);
        return next(connection);
    }
}
