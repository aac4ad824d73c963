using Bulwark.DataApi.Metadata;
using Microsoft.Data.Sqlite;

namespace Bulwark.DataApi.Tests.Metadata;

/// <summary>The model says what the migration made.</summary>
public sealed class StarterSchemaTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public static TheoryData<string> TableNames => new(StarterSchema.Tables.Select(table => table.Name));

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Has_every_table_of_the_database() => AssertSame(
        Query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", reader => reader.GetString(0)),
        StarterSchema.Tables.Select(table => table.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(TableNames))]
    public void Has_the_columns_of_the_database(string table)
    {
        var columns = Query(
            $"SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info('{table}') ORDER BY cid",
            reader => $"{reader.GetString(0)} {reader.GetString(1)} {(reader.GetBoolean(2) ? "not null" : "null")} {(reader.IsDBNull(3) ? "-" : reader.GetString(3))}");

        AssertSame(columns, Model(table).Columns.Select(column =>
            $"{column.Name} {StoredAs(column.Type)} {(column.IsNullable ? "null" : "not null")} {column.Default ?? "-"}"));
    }

    [Theory]
    [MemberData(nameof(TableNames))]
    public void Has_the_keys_of_the_database(string table)
    {
        AssertSame(Query($"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk", reader => reader.GetString(0)), Model(table).PrimaryKey);
        AssertSame(
            Query($"SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list('{table}') ORDER BY id", reader => $"{reader.GetString(0)} {reader.GetString(1)} {reader.GetString(2)}"),
            Model(table).ForeignKeys.Select(key => $"{key.Column} {key.Table} {key.TargetColumn}"));
        AssertSame(
            Query(
                $"SELECT group_concat(c.name, ',') FROM pragma_index_list('{table}') AS i, pragma_index_info(i.name) AS c WHERE i.origin = 'u' GROUP BY i.name",
                reader => reader.GetString(0)),
            Model(table).UniqueKeys.Select(key => string.Join(',', key.Columns)));
    }

    [Theory]
    [MemberData(nameof(TableNames))]
    public void Names_its_constraints_as_the_migration_does(string table)
    {
        var sql = Assert.Single(Query($"SELECT sql FROM sqlite_schema WHERE name = '{table}'", reader => reader.GetString(0)));

        Assert.Contains($"CONSTRAINT {Model(table).PrimaryKeyName} PRIMARY KEY", sql, StringComparison.Ordinal);
        Assert.All(Model(table).UniqueKeys, key => Assert.Contains($"CONSTRAINT {key.Name} UNIQUE", sql, StringComparison.Ordinal));
        Assert.All(Model(table).ForeignKeys, key => Assert.Contains($"CONSTRAINT {key.Name} FOREIGN KEY", sql, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(TableNames))]
    public void Has_relationships_and_permissions_over_columns_that_are_there(string table)
    {
        var model = Model(table);

        Assert.All(model.Relationships, relationship =>
        {
            Assert.NotNull(model.Column(relationship.Column));
            Assert.NotNull(Model(relationship.Table).Column(relationship.TargetColumn));
        });
        Assert.All(model.SelectPermissions.SelectMany(permission => permission.Columns), column => Assert.NotNull(model.Column(column)));
        Assert.All(model.InsertPermissions.SelectMany(permission => permission.Columns), column => Assert.NotNull(model.Column(column)));
        Assert.All(model.InsertPermissions.SelectMany(permission => permission.Set), preset => Assert.Contains(preset.Column, model.Columns));
    }

    [Fact]
    public void Refuses_a_row_that_breaks_a_rule_of_the_database()
    {
        var error = Assert.Throws<SqliteException>(() => Query("INSERT INTO teams (name) VALUES ('') RETURNING name", reader => reader.GetString(0)));

        Assert.Equal("SQLite Error 19: 'CHECK constraint failed: teams_name_check'.", error.Message);
    }

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual) => Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));

    private static Table Model(string name) => StarterSchema.Tables.Single(table => table.Name == name);

    private static string StoredAs(ScalarType type) => type == Scalars.Boolean || type == Scalars.Bigint || type == Scalars.Int ? "INTEGER" : "TEXT";

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var command = _database.Connection.CreateCommand();
#pragma warning disable CA2100 // names of the starter schema
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));

        return rows;
    }
}
