namespace Bulwark.DataApi.Metadata;

/// <summary>A way from a table's row to rows of another: to one (object) or to many (array).</summary>
/// <param name="Name">The field in GraphQL.</param>
/// <param name="Table">The table at the other end.</param>
/// <param name="Column">The column on this side.</param>
/// <param name="TargetColumn">The column on the other side that has the same value.</param>
internal sealed record Relationship(string Name, string Table, string Column, string TargetColumn)
{
    /// <summary>True for an array relationship.</summary>
    public bool IsArray { get; init; }
}
