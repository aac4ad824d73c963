using System.Diagnostics.Metrics;
using Bulwark.Proxy.Forwarding;

namespace Bulwark.Edge;

/// <summary>The instruments of the edge.</summary>
internal static class Metrics
{
    private static readonly Meter Meter = new("Bulwark.Edge");

    private static readonly Counter<long> CacheRequests =
        Meter.CreateCounter<long>("bulwark.edge.cache.requests", "{request}", "Requests that the cache could have answered");

    private static readonly Counter<long> OriginFailures =
        Meter.CreateCounter<long>("bulwark.edge.origin.failures", "{request}", "Requests that an origin did not answer, by reason");

    /// <summary>Counts a request that an origin did not answer.</summary>
    public static void CountOriginFailure(ForwardFault fault) => OriginFailures.Add(1, new KeyValuePair<string, object?>("reason", fault switch
    {
        ForwardFault.NotConnected => "not-connected",
        ForwardFault.NotAnswered => "not-answered",
        _ => "broken-off",
    }));

    /// <summary>Counts a request that concerns the cache.</summary>
    /// <param name="result"><c>hit</c>, <c>stale</c>, <c>miss</c> or <c>revalidation-failed</c>.</param>
    public static void CountCache(string result) => CacheRequests.Add(1, new KeyValuePair<string, object?>("result", result));
}
