using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;

namespace Bulwark.Edge.Caching;

/// <summary>How long answers on a path count as fresh when their origin says nothing about it.</summary>
public sealed record CacheRuleOptions : IConfigSection
{
    /// <summary>The path as it is written, compared with case; a trailing <c>*</c> stands for any rest. A path with escapes or parameters fits no rule.</summary>
    public required string Path { get; set; }

    /// <summary>How long.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public required TimeSpan Ttl { get; set; }

    /// <summary>Which statuses are stored on this path. Default: 200 alone.</summary>
    public IReadOnlyList<int> Statuses { get; set; } = [200];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (!Path.StartsWith('/') || Path.TrimEnd('*').Contains('*', StringComparison.Ordinal))
            yield return at["path"].Error($"'{Path}' is not a path such as \"/assets/*\"");

        if (Ttl <= TimeSpan.Zero || Ttl > TimeSpan.FromDays(30))
            yield return at["ttl"].Error($"'{DurationConverter.Format(Ttl)}' is out of range: 1s to 30d");

        for (var i = 0; i < Statuses.Count; i++)
        {
            if (Statuses[i] is not (200 or 203 or 301 or 302 or 307 or 308 or 404 or 410))
                yield return at["statuses"][i].Error($"{Statuses[i]} is never stored: 200, 203, 301, 302, 307, 308, 404 and 410 can be");
        }
    }

    /// <summary>True when the rule is about a raw path.</summary>
    internal bool Fits(ReadOnlySpan<char> path) => !path.ContainsAny('%', ';', '\\')
        && (Path.EndsWith('*') ? path.StartsWith(Path.AsSpan(0, Path.Length - 1), StringComparison.Ordinal) : path.SequenceEqual(Path));
}
