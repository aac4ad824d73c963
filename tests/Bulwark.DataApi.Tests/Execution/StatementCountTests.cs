using SQLitePCL;

namespace Bulwark.DataApi.Tests.Execution;

public sealed class StatementCountTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("{lists{id}}", 1)]
    [InlineData("{lists(where:{items:{list:{team:{members:{user_id:{_eq:\"x\"}}}}}},order_by:{team:{name:asc}},limit:3){items{list{shares{user_id} team{members{role}}}}}}", 1)]
    [InlineData("{lists_by_pk(id:\"11111111-1111-4111-8111-111111111111\"){items{text} team{lists{title}}}}", 1)]
    [InlineData("{a:lists{id} b:lists{id} teams{lists{items{text}}}}", 3)]
    [InlineData("{__typename __schema{types{name}}}", 0)]
    [InlineData("mutation{insert_lists(objects:[{title:\"a\",owner_id:\"u\"},{title:\"b\",owner_id:\"u\"}]){affected_rows returning{items{text} team{name}}}}", 1)]
    [InlineData("mutation{a:insert_teams(objects:[{name:\"a\"}]){affected_rows} b:insert_teams_one(object:{name:\"b\"}){lists{title}}}", 2)]
    [InlineData("mutation{insert_teams(objects:[]){affected_rows}}", 0)]
    public void Runs_one_statement_for_each_root_field_however_deep_it_goes(string query, int expected)
    {
        var statements = new List<string>();
        raw.sqlite3_trace(_database.Connection.Handle, (_, sql) => statements.Add(sql), null);

        _database.Query("staff", "sam", query);

        Assert.Equal(expected, statements.Count);
    }

    [Fact]
    public void Looks_rows_up_by_index_and_not_by_reading_the_table()
    {
        var statements = new List<string>();
        raw.sqlite3_trace(_database.Connection.Handle, (_, sql) => statements.Add(sql), null);
        _database.Query("experiencer", "ann", "{list_shares{list{title items{text}}}}");
        raw.sqlite3_trace(_database.Connection.Handle, (strdelegate_trace)null!, null);

        using var command = _database.Connection.CreateCommand();
#pragma warning disable CA2100 // the statement that was just run
        command.CommandText = "EXPLAIN QUERY PLAN " + Assert.Single(statements);
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
            steps.Add(reader.GetString(3));

        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN t0 USING", StringComparison.Ordinal) || step == "SCAN t0");
        Assert.Contains(steps, step => step.Contains("list_shares_user_id_idx", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.Contains("list_items_list_id_idx", StringComparison.Ordinal));
    }
}
