using Bulwark.DataApi.Execution;
using Bulwark.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.DataApi.Tests.Execution;

public sealed class ExecutorTests
{
    [Fact]
    public async Task A_full_disk_refuses_the_whole_request_and_keeps_what_was_there()
    {
        await using var instance = await DataApiInstance.StartAsync();
        await instance.QueryAsync("""mutation{insert_teams_one(object:{name:"Red"}){id}}""");
        await LimitPagesAsync(instance);
        var objects = Enumerable.Range(0, 1000).Select(i => new { title = new string('x', 400) + i, owner_id = "ann" });
        var body = DataApiInstance.Body(
            "mutation($o:[lists_insert_input!]!){insert_teams_one(object:{name:\"Blue\"}){id} insert_lists(objects:$o){affected_rows}}", new { o = objects });

        var answer = await instance.PostAsync(body, instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal((503, Wire.Error("database query error", "$", "unexpected")), (answer.Status, answer.Body));
        Assert.Equal("""{"data":{"teams":[{"name":"Red"}],"lists":[]}}""", await instance.QueryAsync("{teams{name} lists{title}}"));
        Assert.Equal("""{"data":{"insert_teams_one":{"name":"Blue"}}}""", await instance.QueryAsync("""mutation{insert_teams_one(object:{name:"Blue"}){name}}"""));
        Assert.Contains(instance.Logs.Records, record => record.EventId == 4000);
    }

    [Fact]
    public async Task A_database_held_by_another_refuses_writes_and_answers_reads()
    {
        await using var instance = await DataApiInstance.StartAsync(new DataApiOptions { Limits = new LimitOptions { TimeoutSeconds = 1 } });
        using var other = SqliteDatabase.Open(instance.Environment.Data.Database("data"), typeof(DataApiTier).Assembly).OpenWriter();
        other.Run("BEGIN IMMEDIATE");

        var write = await instance.PostAsync(
            """{"query":"mutation{insert_teams_one(object:{name:\"Red\"}){id}}"}""", instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal((503, Wire.Error("database query error", "$", "unexpected")), (write.Status, write.Body));
        Assert.Equal("""{"data":{"teams":[]}}""", await instance.QueryAsync("{teams{name}}"));

        other.Run("ROLLBACK");
        Assert.Equal("""{"data":{"insert_teams_one":{"name":"Red"}}}""", await instance.QueryAsync("""mutation{insert_teams_one(object:{name:"Red"}){name}}"""));
    }

    [Fact]
    public async Task An_answer_over_the_size_limit_is_refused_and_the_next_one_is_given()
    {
        await using var instance = await DataApiInstance.StartAsync(new DataApiOptions { Limits = new LimitOptions { ResponseBytes = 4096 } });
        var objects = Enumerable.Range(0, 20).Select(i => new { title = new string('x', 400) + i, owner_id = "ann" });
        await instance.QueryAsync("mutation($o:[lists_insert_input!]!){insert_lists(objects:$o){affected_rows}}", new { o = objects });

        Assert.Equal(Wire.Invalid("the answer is larger than the limit of 4096 bytes", "$"), await instance.QueryAsync("{lists{title}}"));
        Assert.Equal("""{"data":{"lists":[]}}""", await instance.QueryAsync("{lists(limit:0){title}}"));
    }

    [Fact]
    public async Task Root_fields_and_the_requests_of_a_batch_share_the_size_limit()
    {
        await using var instance = await DataApiInstance.StartAsync(new DataApiOptions { Limits = new LimitOptions { ResponseBytes = 4096 } });
        var objects = Enumerable.Range(0, 10).Select(_ => new { title = new string('x', 300), owner_id = "ann" });
        await instance.QueryAsync("mutation($o:[lists_insert_input!]!){insert_lists(objects:$o){affected_rows}}", new { o = objects });

        Assert.Equal(Wire.Invalid("the answer is larger than the limit of 4096 bytes", "$"), await instance.QueryAsync("{a:lists{title} b:lists{title}}"));

        var one = """{"query":"{lists{title}}"}""";
        var batch = await instance.PostAsync($"[{one},{one},{one}]", instance.Issuer.IdToken("sam", "staff"));
        var rows = string.Join(',', Enumerable.Repeat($$$"""{"title":"{{{new string('x', 300)}}}"}""", 10));
        var answer = $$$"""{"data":{"lists":[{{{rows}}}]}}""";
        Assert.Equal($"[{answer},{answer},{Wire.Invalid("not run: the answers to the batch are larger than the limit of 4096 bytes", "$")}]", batch.Body);
    }

    [Fact]
    public async Task A_fault_of_ours_is_answered_without_detail_and_logged_once()
    {
        await using var instance = await DataApiInstance.StartAsync();
        using (var other = SqliteDatabase.Open(instance.Environment.Data.Database("data"), typeof(DataApiTier).Assembly).OpenWriter())
            other.Run("ALTER TABLE teams RENAME COLUMN name TO secret_name");

        var answer = await instance.PostAsync("""{"query":"{teams{name}}"}""", instance.Issuer.IdToken("sam", "staff"));

        Assert.Equal((500, Wire.Error("internal error", "$", "unexpected")), (answer.Status, answer.Body));
        Assert.Single(instance.Logs.Records, record => record.Exception is SqliteException);
    }

    // The next page that the writer needs is one too many.
    private static Task LimitPagesAsync(DataApiInstance instance) => instance.Services.GetRequiredService<DataStore>().WriteAsync(
        connection =>
        {
            connection.Run("PRAGMA max_page_count = 1");
            return ExecutionResult.Of(ReadOnlyMemory<byte>.Empty);
        },
        TestContext.Current.CancellationToken);
}
