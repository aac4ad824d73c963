using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Keeps a client at the target that it had, as long as that one is well: by a header of its own, or by a cookie of ours. Exactly one of the two.</summary>
public sealed record StickinessOptions : IConfigSection
{
    /// <summary>Requests with the same value of this header go to the same target.</summary>
    public string? Header { get; set; }

    /// <summary>
    /// Name of the cookie that the load balancer sets. It names the target in a way that only this group can make or read (HMAC-SHA256, key in <c>secrets/</c>).
    /// </summary>
    public string? Cookie { get; set; }

    /// <summary>How long the cookie is good for: 1 s to 7 d. It is renewed in the second half of this time.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromDays(1);

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Header is null == Cookie is null)
            yield return at.Error("takes exactly one of header and cookie");

        if (Header is not null && !Names.IsToken(Header))
            yield return at["header"].Error($"'{Header}' is not the name of a header");

        if (Cookie is not null && !Names.IsToken(Cookie))
            yield return at["cookie"].Error($"'{Cookie}' is not the name of a cookie");

        if (Duration < TimeSpan.FromSeconds(1) || Duration > TimeSpan.FromDays(7))
            yield return at["duration"].Error($"'{DurationConverter.Format(Duration)}' is out of range: 1s to 7d");
    }
}
