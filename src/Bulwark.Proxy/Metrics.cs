using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Proxy.Http2;
using Bulwark.Proxy.Limits;
using Bulwark.Proxy.RateLimiting;

namespace Bulwark.Proxy;

/// <summary>The instruments of edge and load balancer.</summary>
internal static class Metrics
{
    private static readonly Meter Meter = new("Bulwark.Proxy");

    private static readonly Counter<long> Http2Floods =
        Meter.CreateCounter<long>("bulwark.proxy.http2.floods", "{connection}", "HTTP/2 connections ended because of a flood of frames");

    private static readonly Counter<long> RefusedConnections =
        Meter.CreateCounter<long>("bulwark.proxy.connections.refused", "{connection}", "Connections closed before their handshake was done because there were too many");

    private static readonly Counter<long> SlowReaders =
        Meter.CreateCounter<long>("bulwark.proxy.slow_readers", "{reader}", "Connections, and single answers over HTTP/2, ended because the client took them too slowly");

    private static readonly Counter<long> AuthDecisions =
        Meter.CreateCounter<long>("bulwark.edge.auth.decisions", "{request}", "Requests and WebSockets on paths that demand a token, by what edge auth found");

    public static void CountRefusedConnection(ConnectionRefusal refusal) =>
        RefusedConnections.Add(1, new KeyValuePair<string, object?>("reason", Name(refusal)));

    /// <summary>Counts what was ended because its client took it too slowly.</summary>
    public static void CountSlowReaders(string kind, int count) => SlowReaders.Add(count, new KeyValuePair<string, object?>("kind", kind));

    public static void CountFlood(Http2Flood flood) => Http2Floods.Add(1, new KeyValuePair<string, object?>("kind", Name(flood)));

    /// <summary>Counts a decision. In mode <c>count</c> everything but <c>allowed</c> is what <c>enforce</c> would have refused.</summary>
    public static void CountAuthDecision(EdgeAuthRoute route, EdgeAuthResult result) =>
        AuthDecisions.Add(1, new TagList { { "route", route.Name }, { "result", Name(result) }, { "mode", route.Mode == EdgeAuthMode.Count ? "count" : "enforce" } });

    private static string Name(ConnectionRefusal refusal) => refusal switch
    {
        ConnectionRefusal.Total => "total",
        ConnectionRefusal.Address => "address",
        ConnectionRefusal.Handshakes => "handshakes",
        _ => "none",
    };

    private static string Name(Http2Flood flood) => flood switch
    {
        Http2Flood.Resets => "resets",
        Http2Flood.Pings => "pings",
        Http2Flood.Settings => "settings",
        Http2Flood.EmptyData => "empty-data",
        Http2Flood.Continuations => "continuations",
        Http2Flood.Priorities => "priorities",
        Http2Flood.WindowUpdates => "window-updates",
        Http2Flood.Extensions => "extensions",
        _ => "none",
    };

    private static string Name(EdgeAuthResult result) => result switch
    {
        EdgeAuthResult.Allowed => "allowed",
        EdgeAuthResult.Missing => "missing",
        EdgeAuthResult.Malformed => "malformed",
        EdgeAuthResult.Invalid => "invalid",
        EdgeAuthResult.Forbidden => "forbidden",
        EdgeAuthResult.Unavailable => "unavailable",
    };

    /// <summary>Keys with a counter that is not over, by tier.</summary>
    public static readonly Gauge<long> RateLimitKeys = Meter.CreateGauge<long>(
        "bulwark.proxy.rate_limit.keys", "{key}", "Keys that rate limits are counting at present.");

    /// <summary>Requests that had to share a counter with their neighbours, by tier.</summary>
    public static readonly Counter<long> RateLimitOverflow = Meter.CreateCounter<long>(
        "bulwark.proxy.rate_limit.overflow", "{request}", "Requests for whose key there was no room, counted by a coarser one.");

    /// <summary>Times that counts could no longer be shared, by tier.</summary>
    public static readonly Counter<long> RateLimitOutages = Meter.CreateCounter<long>(
        "bulwark.proxy.rate_limit.redis.outages", "{outage}", "Times that the connection to Redis was lost and instances went on counting each for itself.");

    private static readonly Counter<long> RateLimitDecisions = Meter.CreateCounter<long>(
        "bulwark.proxy.rate_limit.decisions", "{request}", "Requests beyond a rate limit, by rule and by what was done.");

    /// <summary>Counts a request that a rule was applied to.</summary>
    public static void CountRateLimited(RateLimitRuleOptions rule)
    {
        if (RateLimitDecisions.Enabled)
            RateLimitDecisions.Add(1, new("rule", rule.Name), new("action", rule.Action == RateLimitAction.Block ? "block" : "count"));
    }
}
