using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>A header or query argument of a request.</summary>
public sealed record NamedValueOptions : IConfigSection
{
    /// <summary>Its name, compared without case.</summary>
    public required string Name { get; set; }

    /// <summary>The values that fit, compared without case. Default: any.</summary>
    public IReadOnlyList<string> Values { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (string.IsNullOrWhiteSpace(Name))
            yield return at["name"].Error("is empty");
    }
}
