using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>A condition on a parameter of the query. Key and value are compared percent-decoded and without regard to case.</summary>
public sealed record QueryConditionOptions : IConfigSection
{
    /// <summary>The key.</summary>
    public required string Key { get; set; }

    /// <summary>The values that fit, with <c>*</c> and <c>?</c>. Empty: any.</summary>
    public IReadOnlyList<string> Values { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Key.Length is 0 or > WildcardPattern.MostCharacters)
            yield return at["key"].Error($"has {Key.Length} characters: 1 to {WildcardPattern.MostCharacters} are allowed");

        foreach (var error in ConditionValues.Validate(at["values"], Values, WildcardPattern.Problem))
            yield return error;
    }
}
