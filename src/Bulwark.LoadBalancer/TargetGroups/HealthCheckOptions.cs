using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Asks each target at intervals whether it is well: <c>GET</c> of a path, over a connection of its own.</summary>
public sealed record HealthCheckOptions : IConfigSection
{
    /// <summary>False: targets are taken for well until requests fail.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The path, with its query if it has one.</summary>
    public string Path { get; set; } = "/";

    /// <summary>Time from one check to the next: 1 s to 1 h.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Without an answer for so long the check has failed. Not longer than the interval.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>So many good checks one after the other make an unhealthy target healthy: 1 to 10.</summary>
    public int HealthyThreshold { get; set; } = 5;

    /// <summary>So many bad checks one after the other make a healthy target unhealthy: 1 to 10.</summary>
    public int UnhealthyThreshold { get; set; } = 2;

    /// <summary>The good statuses: numbers and ranges, such as <c>200-299,404</c>.</summary>
    public string Matcher { get; set; } = "200-499";

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Path is not ['/', ..] || Path.Length > 1024 || Path.Any(next => next is <= ' ' or > '~' or '#'))
            yield return at["path"].Error($"'{Path}' is not a path of at most 1024 printable ASCII characters that starts with '/'");

        if (Interval < TimeSpan.FromSeconds(1) || Interval > TimeSpan.FromHours(1))
            yield return at["interval"].Error($"'{DurationConverter.Format(Interval)}' is out of range: 1s to 1h");

        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > Interval)
            yield return at["timeout"].Error($"'{DurationConverter.Format(Timeout)}' is out of range: 100ms to the interval");

        if (HealthyThreshold is < 1 or > 10)
            yield return at["healthyThreshold"].Error($"{HealthyThreshold} is out of range: 1 to 10");

        if (UnhealthyThreshold is < 1 or > 10)
            yield return at["unhealthyThreshold"].Error($"{UnhealthyThreshold} is out of range: 1 to 10");

        if (StatusRanges.Parse(Matcher) is null)
            yield return at["matcher"].Error($"'{Matcher}' is not a list of statuses such as '200-299,404'");
    }
}
