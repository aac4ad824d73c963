using Bulwark.Core.Configuration;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>Checks the alternatives of a condition.</summary>
internal static class ConditionValues
{
    /// <summary>As many alternatives as a condition may have.</summary>
    public const int Most = 20;

    /// <param name="at">The condition.</param>
    /// <param name="values">Its values.</param>
    /// <param name="problem">What is wrong with one value; null when nothing is.</param>
    public static IEnumerable<ConfigError> Validate(ConfigPath at, IReadOnlyList<string> values, Func<string, string?> problem)
    {
        if (values.Count > Most)
            yield return at.Error($"has {values.Count} values: at most {Most} are allowed");

        for (var i = 0; i < values.Count; i++)
        {
            if (problem(values[i]) is { } what)
                yield return at[i].Error($"'{values[i]}' {what}");
        }
    }
}
