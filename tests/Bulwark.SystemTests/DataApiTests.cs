using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests;

/// <summary>GraphQL through the edge, with a role from the token's groups.</summary>
[Collection(nameof(SharedInstance))]
public sealed class DataApiTests(SharedInstance shared)
{
    [Fact]
    public async Task What_staff_writes_staff_reads_and_strangers_do_not()
    {
        using var edge = shared.Instance.CreateEdgeClient();
        var staff = await shared.Instance.TokenAsync("--user", "data-staff", "--groups", "staff");
        var other = await shared.Instance.TokenAsync("--user", "data-experiencer", "--groups", "experiencers");
        var nobody = await shared.Instance.TokenAsync("--user", "data-nobody");

        var inserted = await QueryAsync(edge, staff, """mutation { insert_teams_one(object: { name: "Night watch" }) { id name } }""");
        Assert.Equal("Night watch", (string?)inserted["data"]?["insert_teams_one"]?["name"]);

        const string Read = """{ teams(where: { name: { _eq: "Night watch" } }) { name } }""";
        Assert.Equal("""{"data":{"teams":[{"name":"Night watch"}]}}""", (await QueryAsync(edge, staff, Read)).ToJsonString());
        Assert.DoesNotContain("Night watch", (await QueryAsync(edge, other, Read)).ToJsonString(), StringComparison.Ordinal);
        Assert.False((await QueryAsync(edge, nobody, Read)).ContainsKey("data"));
        Assert.False((await QueryAsync(edge, null, Read)).ContainsKey("data"));
    }

    [Fact]
    public async Task Relationships_conditions_and_orders_come_back_as_asked()
    {
        using var edge = shared.Instance.CreateEdgeClient();
        var staff = await shared.Instance.TokenAsync("--user", "data-lists", "--groups", "staff");
        var inserted = await QueryAsync(edge, staff, """
            mutation { insert_lists(objects: [{ title: "Pears", owner_id: "x" }, { title: "apples", owner_id: "x" }]) { affected_rows returning { id title } } }
            """);
        Assert.True((int?)inserted["data"]?["insert_lists"]?["affected_rows"] == 2, inserted.ToJsonString());
        var pears = (string)inserted["data"]!["insert_lists"]!["returning"]![0]!["id"]!;
        var item = await QueryAsync(edge, staff, $$"""mutation { insert_list_items_one(object: { list_id: "{{pears}}", text: "one" }) { text done } }""");
        Assert.Equal("""{"data":{"insert_list_items_one":{"text":"one","done":false}}}""", item.ToJsonString());

        var found = await QueryAsync(edge, staff, """
            { lists(where: { title: { _ilike: "%P%", _in: ["Pears", "apples"] } }, order_by: { title: desc }) { title items(limit: 5) { text list { title } } } }
            """);

        Assert.Equal(
            """{"data":{"lists":[{"title":"apples","items":[]},{"title":"Pears","items":[{"text":"one","list":{"title":"Pears"}}]}]}}""",
            found.ToJsonString());
    }

    private static async Task<JsonObject> QueryAsync(HttpClient edge, string? token, string query)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/graphql") { Content = JsonContent.Create(new JsonObject { ["query"] = query }) };
        if (token is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var response = await edge.SendAsync(message);
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }
}
