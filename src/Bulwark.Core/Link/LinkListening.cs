using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Core.Link;

/// <summary>Adds an <see cref="InMemoryLink"/> to what a tier listens on.</summary>
public static class LinkListening
{
    /// <summary>Teaches the server of a tier to listen on links.</summary>
    public static void AddLinkListening(this WebApplicationBuilder builder) => builder.Services.AddSingleton<IConnectionListenerFactory, LinkListenerFactory>();

    /// <summary>HTTP/2 with prior knowledge (RFC 9113 section 3.3), without TLS: the bytes never leave the process.</summary>
    /// <param name="kestrel">The server of the listening tier.</param>
    /// <param name="link">Where it listens.</param>
    /// <param name="serve">Runs a connection to its end, or ends it at once when it does not like the peer: nothing of it has been read.</param>
    public static void ListenOnLink(this KestrelServerOptions kestrel, InMemoryLink link, Func<ConnectionContext, LinkPeer, ConnectionDelegate, Task> serve)
    {
        var services = kestrel.ApplicationServices;
        link.Faults = new LinkFaults(services.GetRequiredService<ILogger<InMemoryLink>>(), services.GetService<TimeProvider>() ?? TimeProvider.System);
        link.Serve = serve;
        kestrel.Listen(link.EndPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection => connection.Features.Get<LinkPeer>() is { } peer ? serve(connection, peer, next) : Task.CompletedTask);
        });
    }

    /// <summary>Requests that come as objects go through what follows in the pipeline.</summary>
    /// <param name="app">The pipeline of the listening tier.</param>
    /// <param name="link">Where it listens.</param>
    public static void UseLinkSessions(this IApplicationBuilder app, InMemoryLink link) => app.Use(next =>
    {
        link.SetPipeline(next);
        return next;
    });
}
