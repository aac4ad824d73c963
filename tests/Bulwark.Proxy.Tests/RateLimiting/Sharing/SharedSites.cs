using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.RateLimiting.Counting;
using Bulwark.Testing;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Tests.RateLimiting.Sharing;

/// <summary>Sites behind limits that are counted together through one Redis server.</summary>
internal static class SharedSites
{
    /// <summary>A site with one rule; it need not have a connection yet.</summary>
    public static LimitedSite Create(RedisServer redis, Action<RateLimitRedisOptions>? configure = null, ILoggerFactory? loggers = null, int requests = 15) =>
        new(Options(redis, configure, requests), clock: TimeProvider.System, loggers: loggers);

    public static RateLimitOptions Options(RedisServer redis, Action<RateLimitRedisOptions>? configure = null, int requests = 15)
    {
        var options = new RateLimitRedisOptions { Endpoint = redis.Endpoint, Password = new() { File = redis.PasswordFile } };
        configure?.Invoke(options);
        return new RateLimitOptions
        {
            MemoryMiB = 1,
            Redis = options,
            Rules = [new() { Name = "rule", Period = TimeSpan.FromHours(1), RequestsPerPeriod = requests }],
        };
    }

    /// <summary>A site that hears the others.</summary>
    public static async Task<LimitedSite> ConnectAsync(RedisServer redis, Action<RateLimitRedisOptions>? configure = null, ILoggerFactory? loggers = null, int requests = 15)
    {
        var site = Create(redis, configure, loggers, requests);
        await site.UntilSharingAsync();
        return site;
    }

    public static Task UntilSharingAsync(this LimitedSite site) => Deadline.UntilAsync(() => site.Limiter.SharingProblem is null);

    /// <summary>How many requests a site knows of, its own and those that it has heard of.</summary>
    public static int Known(this LimitedSite site)
    {
        var table = site.Counters.Table;
        var window = site.Limiter.Rules[0].Counted.Window;
        return table.UsedSlots().Select(slot => table.State(slot)).Where(state => !CounterState.HoldsMitigation(state)).Sum(state => window.Total(state, site.Counters.Now));
    }

    public static int Mitigated(this LimitedSite site) => site.Counters.Sweep().Mitigated;
}
