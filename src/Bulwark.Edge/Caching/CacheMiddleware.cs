using Microsoft.AspNetCore.Builder;

namespace Bulwark.Edge.Caching;

/// <summary>Puts the cache into a pipeline, behind everything that refuses.</summary>
internal static class CacheMiddleware
{
    /// <summary>Adds nothing when the cache is off.</summary>
    public static void UseCache(this IApplicationBuilder app, CacheOptions options, CacheStore store, TimeProvider time)
    {
        if (!options.Enabled)
            return;

        var cache = new Cache(new CachePolicy(options), store, time);
        app.Use(next => context => cache.HandleAsync(context, next));
    }
}
