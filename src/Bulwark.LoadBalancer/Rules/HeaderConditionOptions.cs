using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>A condition on a header.</summary>
public sealed record HeaderConditionOptions : IConfigSection
{
    /// <summary>The name of the header.</summary>
    public required string Name { get; set; }

    /// <summary>The values that fit, with <c>*</c> and <c>?</c>, compared without regard to case.</summary>
    public required IReadOnlyList<string> Values { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (!Names.IsToken(Name))
            yield return at["name"].Error($"'{Name}' is not the name of a header");

        if (Values.Count == 0)
            yield return at["values"].Error("is empty: '*' fits any value");

        foreach (var error in ConditionValues.Validate(at["values"], Values, WildcardPattern.Problem))
            yield return error;
    }
}
