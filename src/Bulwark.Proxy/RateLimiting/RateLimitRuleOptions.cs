using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;
using Bulwark.Proxy.RateLimiting.Counting;
using Bulwark.Proxy.RateLimiting.Matching;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>
/// One rate limit, with Cloudflare's meaning: the request that makes a counter exceed the limit is itself refused, then everything that fits the expression is, whatever the
/// rate, until the mitigation timeout is over.
/// </summary>
public sealed record RateLimitRuleOptions : IConfigSection
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    /// <summary>What the rule is called in <c>status</c> and metrics.</summary>
    public required string Name { get; set; }

    /// <summary>Which requests the rule acts on: those that one of these conditions describes. Default: all.</summary>
    public IReadOnlyList<RequestConditionOptions> Expression { get; set; } = [];

    /// <summary>
    /// Which requests are counted, if not those of <c>expression</c>; it stands by itself and adds nothing to that. With <c>statuses</c> a request is counted when it has been
    /// answered, so the one after the last is the first to be refused.
    /// </summary>
    public IReadOnlyList<RequestConditionOptions> CountingExpression { get; set; } = [];

    /// <summary>
    /// What tells counters apart: each combination of values has its own. A request that lacks one of them (a header, say) is not counted and not refused by this rule.
    /// Default: the client address.
    /// </summary>
    public IReadOnlyList<CharacteristicOptions> Characteristics { get; set; } = [new() { Type = CharacteristicType.Address }];

    /// <summary>The time over which requests are counted: 10 s to 1 h.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public required TimeSpan Period { get; set; }

    /// <summary>How many requests fit into a period.</summary>
    public required int RequestsPerPeriod { get; set; }

    /// <summary>How long the action goes on once the limit is exceeded, up to a day. <c>0s</c>: only what exceeds it is refused. Default: the period.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan? MitigationTimeout { get; set; }

    /// <summary><c>block</c>: refuse. <c>count</c>: only say so in metrics and <c>status</c>.</summary>
    public RateLimitAction Action { get; set; } = RateLimitAction.Block;

    /// <summary>The status of a refusal: 400 to 499.</summary>
    public int ResponseStatus { get; set; } = 429;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 64)
            yield return at["name"].Error("is not a name of 1 to 64 characters");

        if (Period < ShortestPeriod || Period > LongestPeriod)
            yield return at["period"].Error("is out of range: 10s to 1h");

        if (RequestsPerPeriod is < 1 or > SlidingWindow.MaxRequests)
            yield return at["requestsPerPeriod"].Error($"{RequestsPerPeriod} is out of range: 1 to {SlidingWindow.MaxRequests}");

        if (MitigationTimeout is { } timeout && (timeout < TimeSpan.Zero || timeout > LongestTimeout))
            yield return at["mitigationTimeout"].Error("is out of range: 0s to 24h");

        if (ResponseStatus is < 400 or > 499)
            yield return at["responseStatus"].Error($"{ResponseStatus} is out of range: 400 to 499");

        if (Characteristics.Count == 0)
            yield return at["characteristics"].Error("is empty: one counter for everybody would let one client lock out all others");

        for (var i = 0; i < Expression.Count; i++)
        {
            if (Expression[i].Statuses.Count > 0)
                yield return at["expression"][i]["statuses"].Error("can stand in countingExpression only: a request is refused before it has an answer");
        }
    }
}
