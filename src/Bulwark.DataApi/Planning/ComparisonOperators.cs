using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi.Planning;

/// <summary>The operators that take one value; <c>_in</c>, <c>_nin</c> and <c>_is_null</c> take something else and stand beside them.</summary>
internal static class ComparisonOperators
{
    private static readonly (string Name, Comparison Comparison)[] ForAll =
    [
        ("_eq", Comparison.Equal),
        ("_gt", Comparison.Greater),
        ("_gte", Comparison.GreaterOrEqual),
        ("_lt", Comparison.Less),
        ("_lte", Comparison.LessOrEqual),
        ("_neq", Comparison.NotEqual),
    ];

    private static readonly (string Name, Comparison Comparison)[] ForText =
    [
        .. ForAll,
        ("_ilike", Comparison.LikeIgnoringCase),
        ("_like", Comparison.Like),
    ];

    /// <summary>Every operator of a scalar.</summary>
    public static IReadOnlyList<(string Name, Comparison Comparison)> Of(ScalarType type) => type.IsText ? ForText : ForAll;

    /// <summary>The operator of that name; null when the scalar has none such.</summary>
    public static Comparison? Find(string name, ScalarType type)
    {
        foreach (var (known, comparison) in Of(type))
        {
            if (known == name)
                return comparison;
        }

        return null;
    }
}
