using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi.Permissions;

/// <summary>A table as one role sees it. What the role may not use is not here, so nothing that is planned from this can reach it.</summary>
internal sealed record RoleTable(Table Table)
{
    public string Name => Table.Name;

    /// <summary>The rows it may read, and how many at once; null when it reads nothing here.</summary>
    public SelectPermission? Select { get; init; }

    /// <summary>What it may insert; null when it inserts nothing here.</summary>
    public InsertPermission? Insert { get; init; }

    /// <summary>The columns it may read.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>The columns it may give in an insert.</summary>
    public required IReadOnlyList<Column> InsertColumns { get; init; }

    /// <summary>The relationships to tables that it may read.</summary>
    public required IReadOnlyList<Relationship> Relationships { get; init; }

    /// <summary>The columns of the primary key, when it may read them all; else empty, and there is no <c>_by_pk</c>.</summary>
    public required IReadOnlyList<Column> KeyColumns { get; init; }


    public Column? FindColumn(string name) => Columns.FirstOrDefault(column => column.Name == name);

    public Relationship? FindRelationship(string name) => Relationships.FirstOrDefault(relationship => relationship.Name == name);
}
