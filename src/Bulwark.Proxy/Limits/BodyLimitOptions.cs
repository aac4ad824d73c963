using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.Limits;

/// <summary>How large the bodies of some requests may be: an entry of <c>edge.limits.bodyLimits</c>.</summary>
public sealed record BodyLimitOptions : IConfigSection
{
    /// <summary>What the path begins with, compared as it is written, with case: <c>/_matrix/media/</c>.</summary>
    public required string Path { get; set; }

    /// <summary>The largest body, in bytes.</summary>
    public required long Bytes { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Path is not ['/', ..])
            yield return at["path"].Error($"'{Path}' does not start with '/'");
        if (Bytes is < 0 or > BodyLimitTable.MaxBytes)
            yield return at["bytes"].Error($"{Bytes} is out of range: 0 to {BodyLimitTable.MaxBytes}");
    }
}
