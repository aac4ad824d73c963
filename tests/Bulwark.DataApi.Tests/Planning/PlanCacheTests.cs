using Bulwark.DataApi.Documents;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Planning;

namespace Bulwark.DataApi.Tests.Planning;

public sealed class PlanCacheTests
{
    private readonly Planner _planner = NewPlanner(new LimitOptions());

    [Fact]
    public void Keeps_a_plan_for_the_next_request_with_the_same_document()
    {
        var first = Prepare(_planner, "staff", "{lists{id}}");

        Assert.Same(first, Prepare(_planner, "staff", "{lists{id}}"));
    }

    [Fact]
    public void Keeps_plans_of_different_roles_documents_and_operations_apart()
    {
        const string Two = "query a{lists{id}} query b{lists{title}}";
        var plans = new[]
        {
            Prepare(_planner, "staff", "{lists{id}}"), Prepare(_planner, "analyst", "{lists{id}}"), Prepare(_planner, "staff", "{lists{id} }"),
            Prepare(_planner, "staff", Two, "a"), Prepare(_planner, "staff", Two, "b"),
        };

        Assert.Equal(5, plans.Distinct().Count());
        Assert.Equal(5, _planner.Cache.Count);
    }

    [Fact]
    public void Keeps_only_the_document_when_a_variable_decides_how_the_sql_reads()
    {
        const string Query = "query($w:lists_bool_exp!){lists(where:$w){id}}";

        var first = Sql(Prepare(_planner, "staff", Query, variables: """{"w":{"title":{"_eq":"a"}}}"""));
        var second = Sql(Prepare(_planner, "staff", Query, variables: """{"w":{"owner_id":{"_eq":"a"}}}"""));

        Assert.Contains("t0.\"title\" = $p0", first, StringComparison.Ordinal);
        Assert.Contains("t0.\"owner_id\" = $p0", second, StringComparison.Ordinal);
        Assert.Equal(1, _planner.Cache.Count);
    }

    [Fact]
    public void Does_not_keep_what_was_refused()
    {
        Assert.Null(_planner.Prepare("staff", new GraphQLRequest("{nope}", null, default), out _));

        Assert.Equal(0, _planner.Cache.Count);
    }

    [Fact]
    public void Stays_within_its_bytes_and_lets_go_of_what_was_not_used_for_longest()
    {
        var planner = NewPlanner(new LimitOptions { PlanCacheBytes = 16 * 1024 });
        var kept = Prepare(planner, "staff", "{lists{id}}");
        for (var i = 0; i < 200; i++)
        {
            Prepare(planner, "staff", $"{{lists(limit:{i}){{id}}}}");
            Assert.Same(kept, Prepare(planner, "staff", "{lists{id}}"));
        }

        Assert.InRange(planner.Cache.Count, 2, 12);
        Assert.NotNull(Prepare(planner, "staff", "{lists(limit:0){id}}"));
    }

    [Fact]
    public void Does_not_keep_a_plan_that_is_larger_than_all_of_it()
    {
        var planner = NewPlanner(new LimitOptions { PlanCacheBytes = 2048 });

        Prepare(planner, "staff", "{__schema{types{name fields{name}}}}");

        Assert.Equal(0, planner.Cache.Count);
    }

    private static Planner NewPlanner(LimitOptions limits) => new(StarterSchema.Roles, StarterSchema.Tables, limits);

    private static OperationPlan Prepare(Planner planner, string role, string query, string? operation = null, string? variables = null)
    {
        using var document = System.Text.Json.JsonDocument.Parse(variables ?? "{}");
        var prepared = planner.Prepare(role, new GraphQLRequest(query, operation, document.RootElement.Clone()), out var error);
        Assert.Null(error);
        return prepared!.Plan;
    }

    private static string Sql(OperationPlan plan) => Assert.IsType<PlanStep.Query>(Assert.Single(plan.Steps)).Statement.Text;
}
