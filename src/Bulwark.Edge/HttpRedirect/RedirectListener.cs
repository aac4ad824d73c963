using Bulwark.Proxy.Listeners;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bulwark.Edge.HttpRedirect;

/// <summary>The listener whose connections get nothing but redirects.</summary>
internal static class RedirectListener
{
    /// <summary>Adds it.</summary>
    public static void ListenForRedirects(this KestrelServerOptions kestrel, HttpRedirectOptions options, int defaultPort, Action<ListenOptions> limit) =>
        kestrel.ListenInPlainText(options.Listen, defaultPort, listen =>
        {
            limit(listen);
            listen.Use(next => connection =>
            {
                connection.Features.Set(RedirectOnly.Instance);
                return next(connection);
            });
        });
}
