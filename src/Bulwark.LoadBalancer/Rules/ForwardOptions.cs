using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>A target group and its share of a rule's requests.</summary>
public sealed record ForwardOptions : IConfigSection
{
    /// <summary>The name of a target group: <c>homeserver</c>, <c>data-api</c>, <c>identity</c>, <c>mcp</c>, or one of <c>loadBalancer.targetGroups</c>.</summary>
    public required string TargetGroup { get; set; }

    /// <summary>Its share beside the others': 0 to 999.</summary>
    public int Weight { get; set; } = 1;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Weight is < 0 or > 999)
            yield return at["weight"].Error($"{Weight} is out of range: 0 to 999");
    }
}
