using System.Text.Json;
using Bulwark.Core.Control;
using Bulwark.Core.Routing;
using Bulwark.Edge.Caching;
using Bulwark.Proxy.Reloading;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Edge.Control;

/// <summary><c>GET /cache</c> and <c>POST /cache/purge</c> on the control socket.</summary>
internal static class CacheRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(RouteTable routes) => routes
        .Map("GET", "/cache", (context, _) => ValueTask.FromResult(Show(context)))
        .Map("POST", "/cache/purge", (context, _) => PurgeAsync(context));

    private static IResult Show(HttpContext context)
    {
        var store = context.RequestServices.GetRequiredService<CacheStore>();
        var options = context.RequestServices.GetRequiredService<Generations<EdgeGeneration>>().Current.Options.Cache;
        return TypedResults.Json(new CacheView(options.Enabled, store.Count, store.Bytes, options.MemoryBytes, store.Hits), EdgeControlJson.Default.CacheView);
    }

    private static async ValueTask<IResult> PurgeAsync(HttpContext context)
    {
        CachePurge? purge;
        try
        {
            purge = await JsonSerializer.DeserializeAsync(context.Request.Body, EdgeControlJson.Default.CachePurge, context.RequestAborted);
        }
        catch (JsonException)
        {
            return ControlError.BadRequest("The purge is not JSON with 'urls' and 'all'.");
        }

        if (purge is not { Urls: { } list } || (list.Count == 0 && !purge.All))
            return ControlError.BadRequest("Name the URLs to purge, or all.");

        var urls = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in list)
        {
            if (Normalise(text) is not { } url)
                return ControlError.BadRequest($"'{text}' is not an https address such as https://chat.example.org/path.");

            urls.Add(url);
        }

        var dropped = context.RequestServices.GetRequiredService<CacheStore>().Purge(url => purge.All || urls.Contains(url));
        var peer = ControlSocket.Peer(context)!;
        Log.CachePurged(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger<CacheStore>(), peer.UserId, peer.ProcessId, dropped);
        return TypedResults.Json(new CachePurged(dropped), EdgeControlJson.Default.CachePurged);
    }

    /// <summary>The address as the store knows it: its path and query are the client's bytes, so they are not parsed and written anew.</summary>
    private static string? Normalise(string? text)
    {
        const string scheme = "https://";
        if (text is null || !text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        var rest = text[scheme.Length..];
        var slash = rest.IndexOfAny(['/', '?', '#']);
        var host = slash < 0 ? rest : rest[..slash];
        var target = slash < 0 ? "/" : rest[slash..];
        return host.Length == 0 || !target.StartsWith('/') ? null : CacheKey.UrlOf(host, target);
    }
}
