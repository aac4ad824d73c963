using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>
/// Leaves a target alone that fails requests: it cannot be connected to, breaks off, or answers 500, 502, 503 or 504. Each time in a row it is left alone for
/// twice as long.
/// </summary>
public sealed record OutlierEjectionOptions : IConfigSection
{
    /// <summary>So many failures one after the other eject a target. 0: never.</summary>
    public int ConsecutiveFailures { get; set; } = 5;

    /// <summary>How long the first ejection lasts: 1 s to 1 h.</summary>
    public TimeSpan BaseTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an ejection lasts at most; after so long without one the next counts as the first.</summary>
    public TimeSpan MaxTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Not more than so many per cent of the group are ejected at the same time: 0 to 100.</summary>
    public int MaxPercent { get; set; } = 50;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (ConsecutiveFailures is < 0 or > 1000)
            yield return at["consecutiveFailures"].Error($"{ConsecutiveFailures} is out of range: 0 to 1000");

        if (BaseTime < TimeSpan.FromSeconds(1) || BaseTime > TimeSpan.FromHours(1))
            yield return at["baseTime"].Error($"'{DurationConverter.Format(BaseTime)}' is out of range: 1s to 1h");

        if (MaxTime < BaseTime || MaxTime > TimeSpan.FromHours(24))
            yield return at["maxTime"].Error($"'{DurationConverter.Format(MaxTime)}' is out of range: baseTime to 24h");

        if (MaxPercent is < 0 or > 100)
            yield return at["maxPercent"].Error($"{MaxPercent} is out of range: 0 to 100");
    }
}
