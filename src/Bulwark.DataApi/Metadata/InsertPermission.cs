namespace Bulwark.DataApi.Metadata;

/// <summary>What a role may insert into a table (Hasura: <c>insert_permissions</c>).</summary>
internal sealed record InsertPermission
{
    public required string Role { get; init; }

    /// <summary>The columns it may give.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>What must hold of every row once it is in; else the whole request is undone.</summary>
    public required BoolExp Check { get; init; }

    /// <summary>Columns that are set for the role: it cannot give them itself.</summary>
    public IReadOnlyList<ColumnPreset> Set { get; init; } = [];
}
