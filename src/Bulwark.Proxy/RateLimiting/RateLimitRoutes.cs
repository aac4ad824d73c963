using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.RateLimiting;

/// <summary><c>GET /rate-limits</c> on a control socket: what the limits have counted so far.</summary>
public static class RateLimitRoutes
{
    /// <summary>Adds the route.</summary>
    /// <param name="routes">Control routes of a tier.</param>
    /// <param name="current">The limits in force.</param>
    public static void Map(RouteTable routes, Func<RateLimiter> current) => routes.Map(
        HttpMethods.Get, "/rate-limits", (_, _) => ValueTask.FromResult<IResult>(TypedResults.Json(Report(current()), RateLimitJson.Default.RateLimitReport)));

    private static RateLimitReport Report(RateLimiter limiter)
    {
        var use = limiter.Counters.Sweep();
        var problem = limiter.SharingProblem;
        return new RateLimitReport(
            [.. limiter.Rules.Select(Report)],
            use.Keys,
            use.Mitigated,
            limiter.Counters.Overflows,
            limiter.Options.MemoryMiB,
            limiter.Shares ? problem is null : null,
            problem);
    }

    private static RateLimitRuleReport Report(RateLimitRule rule) => new(
        rule.Options.Name,
        rule.Options.Action,
        rule.Options.RequestsPerPeriod,
        (int)rule.Options.Period.TotalSeconds,
        (int)rule.Timeout.TotalSeconds,
        rule.Counted.Counted,
        rule.Counted.Exceeded);
}
