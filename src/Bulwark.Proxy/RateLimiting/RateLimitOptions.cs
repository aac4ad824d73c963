using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>How many requests who may send: section <c>rateLimits</c> of the edge, and of the load balancer for peers that are no edge.</summary>
public sealed record RateLimitOptions : IConfigSection
{
    /// <summary>So many rules at most.</summary>
    public const int MaxRules = 100;

    /// <summary>
    /// The rules, in order: the first one that blocks ends it, one that counts lets the next ones see the request. Default, for each client address:
    /// 15 refused attempts to log in or register in 10 s, block; 100 operations with a password in 10 s, block; 2,000 requests of any kind in 5 minutes, count.
    /// </summary>
    public IReadOnlyList<RateLimitRuleOptions> Rules { get; set; } = DefaultRules.Create();

    /// <summary>Memory for the counters of all rules together, in MiB. It is used only as far as there are keys.</summary>
    public int MemoryMiB { get; set; } = 64;

    /// <summary>Where several instances share their counts. Default: each counts for itself.</summary>
    public RateLimitRedisOptions? Redis { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (MemoryMiB is < 1 or > 1024)
            yield return at["memoryMiB"].Error($"{MemoryMiB} is out of range: 1 to 1024");

        if (Rules.Count == 0)
            yield return at["rules"].Warning("is empty: nothing keeps a client from guessing passwords as fast as it can");

        if (Rules.Count > MaxRules)
            yield return at["rules"].Error($"holds {Rules.Count} rules; {MaxRules} is the most");

        for (var i = 0; i < Rules.Count; i++)
        {
            if (Rules.Take(i).Any(rule => rule.Name == Rules[i].Name))
                yield return at["rules"][i]["name"].Error($"'{Rules[i].Name}' stands twice: metrics and status tell rules apart by name");
        }
    }
}
