namespace Bulwark.DataApi.Planning;

/// <summary>The values of the enum <c>order_by</c>. Without a word about nulls they count as the largest values, as in PostgreSQL.</summary>
internal static class OrderDirections
{
    private static readonly (string Name, bool IsDescending, bool NullsFirst, string Description)[] Table =
    [
        ("asc", false, false, "in ascending order, nulls last"),
        ("asc_nulls_first", false, true, "in ascending order, nulls first"),
        ("asc_nulls_last", false, false, "in ascending order, nulls last"),
        ("desc", true, true, "in descending order, nulls first"),
        ("desc_nulls_first", true, true, "in descending order, nulls first"),
        ("desc_nulls_last", true, false, "in descending order, nulls last"),
    ];

    /// <summary>Every value with its description, for introspection.</summary>
    public static IEnumerable<(string Name, string Description)> All => Table.Select(row => (row.Name, row.Description));

    /// <summary>The message for anything else.</summary>
    public static string Expected { get; } =
        $"expected one of the values [{string.Join(", ", Table.Select(row => $"'{row.Name}'"))}] for type '{TypeNames.OrderByDirection}'";

    /// <summary>What a value means; null when it is none.</summary>
    public static (bool IsDescending, bool NullsFirst)? Find(string name)
    {
        foreach (var row in Table)
        {
            if (row.Name == name)
                return (row.IsDescending, row.NullsFirst);
        }

        return null;
    }
}
