using Microsoft.AspNetCore.Builder;

namespace Bulwark.Edge.Caching;

/// <summary>Puts the cache into a pipeline, behind everything that refuses.</summary>
internal static class CacheMiddleware
{
    /// <summary>Adds nothing when the cache is off.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="options">The settings.</param>
    /// <param name="store">The stored answers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isRetired">Ends what is fetched in the background: other settings are in force.</param>
    public static void UseCache(this IApplicationBuilder app, CacheOptions options, CacheStore store, TimeProvider time, CancellationToken isRetired)
    {
        if (!options.Enabled)
            return;

        var policy = new CachePolicy(options);
        app.Use(next =>
        {
            var cache = new Cache(policy, store, new BackgroundFetch(policy, store, next, app.ApplicationServices, time, isRetired), time);
            return context => cache.HandleAsync(context, next);
        });
    }
}
