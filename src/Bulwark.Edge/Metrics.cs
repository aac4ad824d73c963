using System.Diagnostics.Metrics;

namespace Bulwark.Edge;

/// <summary>The instruments of the edge.</summary>
internal static class Metrics
{
    private static readonly Meter Meter = new("Bulwark.Edge");

    private static readonly Counter<long> CacheRequests =
        Meter.CreateCounter<long>("bulwark.edge.cache.requests", "{request}", "Requests that the cache could have answered");

    /// <summary>Counts a request that concerns the cache.</summary>
    /// <param name="result"><c>hit</c> or <c>miss</c>.</param>
    public static void CountCache(string result) => CacheRequests.Add(1, new KeyValuePair<string, object?>("result", result));
}
