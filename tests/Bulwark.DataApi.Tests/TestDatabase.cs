using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Execution;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;
using Bulwark.DataApi.Planning;
using Bulwark.DataApi.Sql;
using Bulwark.Storage;
using Bulwark.Testing;
using Microsoft.Data.Sqlite;

namespace Bulwark.DataApi.Tests;

/// <summary>The starter schema in a database of the test's own, without the tier around it.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TestDatabase()
    {
        Connection = SqliteDatabase.Open(_directory["data.db"], typeof(DataApiTier).Assembly).OpenWriter();
        LikeFunctions.Register(Connection, new StopSignal());
        Connection.Run("PRAGMA synchronous = OFF");
    }

    public SqliteConnection Connection { get; }

    public Planner Planner { get; } = new(StarterSchema.Roles, StarterSchema.Tables, new LimitOptions());

    /// <summary>The JSON answer; the test fails when the request is refused.</summary>
    public string Query(string role, string user, string query)
    {
        var plan = Planner.Prepare(role, new GraphQLRequest(query, null, default), out var error);
        Assert.Null(error);
        var parameters = new ParameterValues(new Session(role, user), plan!.Variables);
        var values = plan.Plan.Steps.Select(step => parameters.Of(((step as PlanStep.Query)?.Statement ?? (step as PlanStep.Insert)?.Statement)?.Parameters ?? [])).ToList();
        var result = PlanRunner.Run(Connection, plan.Plan, values, new LimitOptions().ResponseBytes);
        Assert.Null(result.Error);
        return System.Text.Encoding.UTF8.GetString(result.Json.Span);
    }

    public void Dispose()
    {
        Connection.Dispose();
        _directory.Dispose();
    }
}
