using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi.Permissions;

/// <summary>Everything that one role can ask for. Built once; the planner and introspection both read it, so neither knows more than the other.</summary>
internal sealed class RoleSchema
{
    private readonly Dictionary<string, RoleTable> _tables;

    public RoleSchema(string role, IReadOnlyList<Table> tables)
    {
        Role = role;
        Tables = [.. tables.Select(table => See(table, role, tables)).OfType<RoleTable>()];
        _tables = Tables.ToDictionary(table => table.Name, StringComparer.Ordinal);
        QueryFields = Tables.Where(table => table.Select is not null).SelectMany(ReadFields).ToDictionary(field => field.Name, StringComparer.Ordinal);
        MutationFields = Tables.Where(table => table.Insert is not null).SelectMany(WriteFields).ToDictionary(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>The role, as <c>X-Hasura-Role</c> names it.</summary>
    public string Role { get; }

    /// <summary>The tables that the role can do anything with.</summary>
    public IReadOnlyList<RoleTable> Tables { get; }

    /// <summary>The fields of <c>query_root</c>.</summary>
    public IReadOnlyDictionary<string, RootField> QueryFields { get; }

    /// <summary>The fields of <c>mutation_root</c>; when there are none, the role has no mutations.</summary>
    public IReadOnlyDictionary<string, RootField> MutationFields { get; }

    /// <summary>A table that the role can do something with.</summary>
    public RoleTable Table(string name) => _tables[name];

    private static RoleTable? See(Table table, string role, IReadOnlyList<Table> tables)
    {
        var select = table.SelectPermissions.FirstOrDefault(permission => permission.Role == role);
        var insert = table.InsertPermissions.FirstOrDefault(permission => permission.Role == role);
        if (select is null && insert is null)
            return null;

        var columns = Visible(table, select?.Columns ?? []);
        return new RoleTable(table)
        {
            Select = select,
            Insert = insert,
            Columns = columns,
            InsertColumns = Visible(table, insert?.Columns ?? []).Where(column => !insert!.Set.Any(preset => preset.Column == column)).ToList(),
            Relationships = select is null ? [] : [.. table.Relationships.Where(relationship => CanRead(tables, relationship.Table, role))],
            KeyColumns = table.PrimaryKey.All(key => columns.Any(column => column.Name == key)) ? [.. table.PrimaryKey.Select(table.Column)] : [],
        };
    }

    private static List<Column> Visible(Table table, IReadOnlyList<string> names) =>
        [.. table.Columns.Where(column => names.Contains(column.Name, StringComparer.Ordinal))];

    private static bool CanRead(IReadOnlyList<Table> tables, string name, string role) =>
        tables.First(table => table.Name == name).SelectPermissions.Any(permission => permission.Role == role);

    private static IEnumerable<RootField> ReadFields(RoleTable table)
    {
        yield return new RootField(table.Name, RootFieldKind.Select, table);
        if (table.KeyColumns.Count > 0)
            yield return new RootField(table.Name + "_by_pk", RootFieldKind.SelectByKey, table);
    }

    private static IEnumerable<RootField> WriteFields(RoleTable table)
    {
        yield return new RootField("insert_" + table.Name, RootFieldKind.Insert, table);

        // Its answer is the row, so it takes the right to read one.
        if (table.Select is not null)
            yield return new RootField($"insert_{table.Name}_one", RootFieldKind.InsertOne, table);
    }
}
