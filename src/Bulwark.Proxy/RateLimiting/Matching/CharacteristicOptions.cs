using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>One thing that counters are told apart by.</summary>
public sealed record CharacteristicOptions : IConfigSection
{
    /// <summary>What it is.</summary>
    public required CharacteristicType Type { get; set; }

    /// <summary>The name of the header, cookie or query argument.</summary>
    public string? Name { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        var isNamed = Type is CharacteristicType.Header or CharacteristicType.Cookie or CharacteristicType.Query;
        if (isNamed && string.IsNullOrWhiteSpace(Name))
            yield return at["name"].Error("is missing: which header, cookie or query argument?");

        if (!isNamed && Name is not null)
            yield return at["name"].Error("has no meaning here: leave it out");
    }
}
