using System.Text.RegularExpressions;
using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Where requests are forwarded to: an entry of <c>loadBalancer.targetGroups</c>.</summary>
public sealed partial record TargetGroupOptions : IConfigSection
{
    /// <summary>A request carries the set of targets that it may go to as the bits of one number.</summary>
    internal const int MostTargets = 64;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    /// <summary>
    /// The targets: <c>http://host:port</c>, <c>https://host:port</c> or <c>unix:path</c>; a relative path starts at the data directory. All speak HTTP/1.1.
    /// </summary>
    public required IReadOnlyList<string> Targets { get; set; }

    /// <summary>How a target is chosen.</summary>
    public TargetAlgorithm Algorithm { get; set; } = TargetAlgorithm.RoundRobin;

    /// <summary>The key of consistent hashing. Requests that do not have it are spread evenly.</summary>
    public HashKeyOptions? HashKey { get; set; }

    /// <summary>How <c>https</c> targets prove who they are. Needed for them, and only for them.</summary>
    public TargetTlsOptions? Tls { get; set; }

    /// <summary>Asks each target at intervals whether it is well.</summary>
    public HealthCheckOptions HealthCheck { get; set; } = new();

    /// <summary>Leaves a target alone for a while that fails requests.</summary>
    public OutlierEjectionOptions OutlierEjection { get; set; } = new();

    /// <summary>Keeps a client at the target that it had.</summary>
    public StickinessOptions? Stickiness { get; set; }

    /// <summary>How long a target that has become well again, or has joined, gets less than its share. <c>0s</c>: not at all; else up to an hour.</summary>
    public TimeSpan SlowStart { get; set; } = TimeSpan.Zero;

    /// <summary>How long requests under way may still take at a target that is drained or has left the settings; then they are cut off.</summary>
    public TimeSpan DeregistrationDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Requests under way at one target; what exceeds it at every target gets 503. 0: no limit.</summary>
    public int MaxRequestsPerTarget { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at) =>
    [
        .. ValidateTargets(at), .. ValidateOwn(at), .. HashKey?.Validate(at["hashKey"]) ?? [], .. Tls?.Validate(at["tls"]) ?? [],
        .. HealthCheck.Validate(at["healthCheck"]), .. OutlierEjection.Validate(at["outlierEjection"]), .. Stickiness?.Validate(at["stickiness"]) ?? [],
    ];

    /// <summary>True for what can be a group's name: it stands in metrics, in the names of secret files and in control routes.</summary>
    internal static bool IsName(string name) => Name().IsMatch(name);

    private IEnumerable<ConfigError> ValidateTargets(ConfigPath at)
    {
        if (Targets.Count is 0 or > MostTargets)
            yield return at["targets"].Error($"has {Targets.Count} targets: name 1 to {MostTargets}");

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Targets.Count; i++)
        {
            var target = TargetAddress.Parse(Targets[i], "/");
            if (target is null)
                yield return at["targets"][i].Error($"'{Targets[i]}' is not of the form http://host:port, https://host:port or unix:path");
            else if (!seen.Add(target.Text))
                yield return at["targets"][i].Error($"'{Targets[i]}' stands twice: keep one");
            else if (target.IsTls && Tls is null)
                yield return at["tls"].Error($"is missing: '{Targets[i]}' has to prove who it is. Name a trustStore");
            else if (target.IsTls && Tls!.ServerName is null && Uri.CheckHostName(target.Host) != UriHostNameType.Dns)
                yield return at["tls"]["serverName"].Error($"is missing: '{Targets[i]}' names no host that a certificate could carry");
        }

        if (Tls is not null && Targets.Count > 0 && Targets.All(target => TargetAddress.Parse(target, "/") is { IsTls: false }))
            yield return at["tls"].Error("stands beside targets that are not https");
    }

    private IEnumerable<ConfigError> ValidateOwn(ConfigPath at)
    {
        if (Algorithm == TargetAlgorithm.ConsistentHashing && HashKey is null)
            yield return at["hashKey"].Error("is missing: algorithm 'consistentHashing' needs a key to hash");

        if (Algorithm != TargetAlgorithm.ConsistentHashing && HashKey is not null)
            yield return at["hashKey"].Error("is of no use without algorithm 'consistentHashing'");

        if (SlowStart > LongestDelay)
            yield return at["slowStart"].Error($"'{DurationConverter.Format(SlowStart)}' is out of range: 0s to 1h");

        if (DeregistrationDelay > LongestDelay)
            yield return at["deregistrationDelay"].Error($"'{DurationConverter.Format(DeregistrationDelay)}' is out of range: 0s to 1h");

        if (MaxRequestsPerTarget is < 0 or > 1_000_000)
            yield return at["maxRequestsPerTarget"].Error($"{MaxRequestsPerTarget} is out of range: 0 to 1000000");
    }

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
