namespace Bulwark.DataApi.Metadata;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, in the database and in GraphQL.</param>
/// <param name="Type">What it holds.</param>
internal sealed record Column(string Name, ScalarType Type)
{
    /// <summary>True when the database takes null for it.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The SQL expression of the database's default; null when it has none.</summary>
    public string? Default { get; init; }
}
