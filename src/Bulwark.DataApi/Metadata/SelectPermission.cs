namespace Bulwark.DataApi.Metadata;

/// <summary>What a role may read of a table (Hasura: <c>select_permissions</c>).</summary>
internal sealed record SelectPermission
{
    public required string Role { get; init; }

    /// <summary>The columns it sees. Any other does not exist for it, in filters and orders neither.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The rows it sees. It may go through tables and columns that the role itself does not see.</summary>
    public required BoolExp Filter { get; init; }

    /// <summary>The most rows that it is given at once; null for no limit.</summary>
    public int? Limit { get; init; }
}
