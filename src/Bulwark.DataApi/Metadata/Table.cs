namespace Bulwark.DataApi.Metadata;

/// <summary>A tracked table: its columns, keys and relationships, and what each role may do with it. In Hasura's metadata this is one entry of <c>tables</c>.</summary>
internal sealed record Table
{
    /// <summary>The name, in the database and in GraphQL.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>The columns of the primary key, in its order.</summary>
    public required IReadOnlyList<string> PrimaryKey { get; init; }

    /// <summary>The name of the primary key's constraint.</summary>
    public string PrimaryKeyName => Name + "_pkey";

    /// <summary>The other unique constraints.</summary>
    public IReadOnlyList<UniqueKey> UniqueKeys { get; init; } = [];

    public IReadOnlyList<ForeignKey> ForeignKeys { get; init; } = [];

    public IReadOnlyList<Relationship> Relationships { get; init; } = [];

    /// <summary>Which rows and columns a role may read. A role that has none reads nothing.</summary>
    public IReadOnlyList<SelectPermission> SelectPermissions { get; init; } = [];

    /// <summary>What a role may insert. A role that has none inserts nothing.</summary>
    public IReadOnlyList<InsertPermission> InsertPermissions { get; init; } = [];

    public Column Column(string name) => Columns.First(column => column.Name == name);

    public Relationship Relationship(string name) => Relationships.First(relationship => relationship.Name == name);
}
