using Bulwark.Proxy.Forwarding.HandOver;
using Bulwark.Proxy.Upstream;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Headers;

/// <summary>Replaces what a client says about itself by what we know about it.</summary>
public static class CleanHeadersMiddleware
{
    /// <summary>
    /// Removes the <see cref="UntrustedHeaders"/> and the headers that <c>Connection</c> names, then sets <c>X-Forwarded-For</c>,
    /// <c>-Proto</c>, <c>-Host</c> and <c>X-Request-Id</c>.
    /// </summary>
    /// <param name="app">The pipeline; this comes before everything that reads headers.</param>
    /// <param name="trust">How far a request's headers are believed.</param>
    /// <param name="upstream">Trusted proxies in front of us, which name their clients; null: there are none.</param>
    public static void UseCleanHeaders(this IApplicationBuilder app, Func<HttpContext, HeaderTrust> trust, UpstreamProxies? upstream = null) =>
        app.Use(next => context =>
        {
            if (upstream?.FindClient(context) is { } client)
                context.Features.Set(client);
            Clean(context, trust(context));
            return next(context);
        });

    internal static void Clean(HttpContext context, HeaderTrust trust)
    {
        var headers = context.Request.Headers;
        var forwarded = trust switch
        {
            HeaderTrust.Proxy => ForwardedHeaders.OfProxy(context),
            HeaderTrust.Client => ForwardedHeaders.OfConnection(context, isIdKept: true),
            HeaderTrust.Stranger => ForwardedHeaders.OfConnection(context, isIdKept: false),
        };
        RemoveUntrusted(headers);
        ConnectionHeaders.RemoveNominated(context);
        forwarded.WriteTo(headers);
        context.TraceIdentifier = forwarded.LogKey;
        if (trust == HeaderTrust.Proxy)
            context.Features.Set(forwarded.Client);
    }

    private static void RemoveUntrusted(IHeaderDictionary headers)
    {
        if (headers is HandedHeaders handed)
        {
            handed.RemoveAll(UntrustedHeaders.Contains);
            return;
        }

        List<string>? untrusted = null;
        foreach (var (name, _) in headers)
        {
            if (UntrustedHeaders.Contains(name))
                (untrusted ??= []).Add(name);
        }

        if (untrusted is null)
            return;

        foreach (var name in untrusted)
            headers.Remove(name);
    }
}
