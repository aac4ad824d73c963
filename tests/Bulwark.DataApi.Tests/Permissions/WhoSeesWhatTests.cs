using System.Text.Json;

namespace Bulwark.DataApi.Tests.Permissions;

/// <summary>The permissions of the starter schema, user by user. See <see cref="StarterData"/> for the rows.</summary>
public sealed class WhoSeesWhatTests(StarterData data) : IClassFixture<StarterData>
{
    private const string NotFound = "validation-failed";

    [Theory]
    [InlineData("sam", "staff", "A B C D E F")]
    [InlineData("ann", "analysts", "A B D E")]
    [InlineData("bob", "analysts", "B")]
    [InlineData("carol", "analysts", "C")]
    [InlineData("dave", "analysts", "D E F")]
    [InlineData("eve", "analysts", "")]
    [InlineData("ann", "experiencers", "A D E")]
    [InlineData("bob", "experiencers", "B")]
    [InlineData("carol", "experiencers", "C")]
    [InlineData("dave", "experiencers", "D E F")]
    [InlineData("eve", "experiencers", "")]
    public async Task Lists(string user, string group, string expected) =>
        Assert.Equal(expected, await ReadAsync(user, group, "{lists(order_by:{title:asc}){title}}", "lists", "title"));

    [Theory]
    [InlineData("sam", "staff", "a a2 b c d e f")]
    [InlineData("ann", "analysts", "a a2 b d e")]
    [InlineData("carol", "analysts", "c")]
    [InlineData("ann", "experiencers", "a a2 d e")]
    [InlineData("bob", "experiencers", "b")]
    [InlineData("eve", "experiencers", "")]
    public async Task Items(string user, string group, string expected) =>
        Assert.Equal(expected, await ReadAsync(user, group, "{list_items(order_by:{text:asc}){text}}", "list_items", "text"));

    [Theory]
    [InlineData("sam", "staff", "Blue Red")]
    [InlineData("ann", "analysts", "Red")]
    [InlineData("carol", "analysts", "Blue")]
    [InlineData("eve", "analysts", "")]
    [InlineData("ann", "experiencers", NotFound)]
    public async Task Teams(string user, string group, string expected) =>
        Assert.Equal(expected, await ReadAsync(user, group, "{teams(order_by:{name:asc}){name}}", "teams", "name"));

    [Theory]
    [InlineData("sam", "staff", "ann bob carol")]
    [InlineData("ann", "analysts", "ann bob")]
    [InlineData("carol", "analysts", "carol")]
    [InlineData("eve", "analysts", "")]
    [InlineData("ann", "experiencers", "ann")]
    [InlineData("eve", "experiencers", "")]
    public async Task Members(string user, string group, string expected) =>
        Assert.Equal(expected, await ReadAsync(user, group, "{team_members(order_by:{user_id:asc}){user_id}}", "team_members", "user_id"));

    [Theory]
    [InlineData("sam", "staff", "D E")]
    [InlineData("ann", "analysts", "D E")]
    [InlineData("dave", "analysts", "D E")]
    [InlineData("bob", "analysts", "")]
    [InlineData("ann", "experiencers", "D E")]
    [InlineData("dave", "experiencers", "")]
    public async Task Shares(string user, string group, string expected)
    {
        var json = await data.Instance.QueryAsync(user, group, "{list_shares(order_by:{list:{title:asc}}){list{title}}}");

        using var document = JsonDocument.Parse(json);
        var titles = document.RootElement.GetProperty("data").GetProperty("list_shares").EnumerateArray()
            .Select(share => share.GetProperty("list").GetProperty("title").GetString());
        Assert.Equal(expected, string.Join(' ', titles));
    }

    [Theory]
    [InlineData("{lists{team{name}}}", "field 'team' not found in type: 'lists'", "$.selectionSet.lists.selectionSet.team")]
    [InlineData("{lists{team_id}}", "field 'team_id' not found in type: 'lists'", "$.selectionSet.lists.selectionSet.team_id")]
    [InlineData(
        "{lists(where:{team_id:{_is_null:true}}){id}}",
        "field 'team_id' not found in type: 'lists_bool_exp'",
        "$.selectionSet.lists.args.where.team_id")]
    [InlineData(
        "{lists(where:{team:{name:{_eq:\"Red\"}}}){id}}", "field 'team' not found in type: 'lists_bool_exp'", "$.selectionSet.lists.args.where.team")]
    [InlineData(
        "{lists(order_by:{team_id:asc}){id}}", "field 'team_id' not found in type: 'lists_order_by'", "$.selectionSet.lists.args.order_by.team_id")]
    [InlineData("{teams_by_pk(id:\"x\"){name}}", "field 'teams_by_pk' not found in type: 'query_root'", "$.selectionSet.teams_by_pk")]
    [InlineData("mutation{insert_lists(objects:[]){affected_rows}}", "no mutations exist", "$")]
    public async Task What_a_role_does_not_see_does_not_exist_for_it(string query, string message, string path) =>
        Assert.Equal(Wire.Invalid(message, path), await data.Instance.QueryAsync("ann", "experiencers", query));

    [Fact]
    public async Task By_key_gives_null_for_a_row_that_is_not_the_user_s_to_see()
    {
        const string Query = """{lists_by_pk(id:"cccccccc-0000-4000-8000-000000000000"){title}}""";

        Assert.Equal("""{"data":{"lists_by_pk":{"title":"C"}}}""", await data.Instance.QueryAsync("carol", "analysts", Query));
        Assert.Equal("""{"data":{"lists_by_pk":null}}""", await data.Instance.QueryAsync("ann", "analysts", Query));
    }

    [Fact]
    public async Task Conditions_do_not_reach_rows_that_the_user_does_not_see()
    {
        // bob shares nothing with ann's eyes: dave's share rows are not bob's, so asking about them finds nothing.
        const string Query = """{lists(where:{shares:{can_edit:{_eq:true}}}){title}}""";

        Assert.Equal("""{"data":{"lists":[{"title":"E"}]}}""", await data.Instance.QueryAsync("dave", "analysts", Query));
        Assert.Equal("""{"data":{"lists":[]}}""", await data.Instance.QueryAsync("dave", "experiencers", Query));
    }

    [Fact]
    public async Task Nested_rows_are_filtered_too() => Assert.Equal(
        """{"data":{"teams":[{"lists":[{"title":"B","shares":[]}],"members":[{"user_id":"ann"},{"user_id":"bob"}]}]}}""",
        await data.Instance.QueryAsync("ann", "analysts", "{teams{lists{title shares{user_id}} members(order_by:{user_id:asc}){user_id}}}"));

    [Fact]
    public async Task An_order_over_rows_that_the_user_does_not_see_takes_them_for_absent()
    {
        const string Query = """{lists(where:{owner_id:{_eq:"gus"}},order_by:[{team:{name:asc}},{title:asc}]){title}}""";
        await using var own = await DataApiInstance.StartAsync();
        await own.QueryAsync("""
            mutation {
              insert_teams(objects: [{ id: "11111111-1111-4111-8111-111111111111", name: "Red" }, { id: "22222222-2222-4222-8222-222222222222", name: "Blue" }]) { affected_rows }
              insert_lists(objects: [
                { title: "1", owner_id: "gus", team_id: "11111111-1111-4111-8111-111111111111" },
                { title: "2", owner_id: "gus", team_id: "22222222-2222-4222-8222-222222222222" }]) { affected_rows }
            }
            """);

        Assert.Equal("""{"data":{"lists":[{"title":"2"},{"title":"1"}]}}""", await own.QueryAsync(Query));
        Assert.Equal("""{"data":{"lists":[{"title":"1"},{"title":"2"}]}}""", await own.QueryAsync("gus", "analysts", Query));
    }

    private async Task<string> ReadAsync(string user, string group, string query, string field, string column)
    {
        using var document = JsonDocument.Parse(await data.Instance.QueryAsync(user, group, query));
        if (document.RootElement.TryGetProperty("errors", out var errors))
            return errors[0].GetProperty("extensions").GetProperty("code").GetString()!;

        return string.Join(' ', document.RootElement.GetProperty("data").GetProperty(field).EnumerateArray().Select(row => row.GetProperty(column).GetString()));
    }
}
