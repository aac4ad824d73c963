using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Filters;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Filters;

public sealed class FilterEndpointsTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Fact]
    public async Task Refuses_a_filter_that_is_too_large()
    {
        using var alice = await server.LogInAsync("alice");
        var filter = new JsonObject { ["account_data"] = new JsonObject { ["types"] = new JsonArray(new string('*', 20_000)) } };

        await alice.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, "M_TOO_LARGE", HttpMethod.Post, $"{V3}/user/{alice.UserId}/filter", filter);
    }

    [Fact]
    public async Task Gives_a_stored_filter_back_as_it_was()
    {
        using var alice = await server.LogInAsync("alice");
        using var bob = await server.LogInAsync("bob");
        var filter = JsonNode.Parse("""{"room":{"timeline":{"limit":3,"types":["m.room.message"]},"x.unknown":true}}""")!;
        var path = $"{V3}/user/{alice.UserId}/filter";

        var filterId = (string)(await alice.OkAsync(HttpMethod.Post, path, filter))["filter_id"]!;
        Assert.False(filterId.StartsWith('{'));
        Assert.Equal(filter.ToJsonString(), (await alice.OkGetAsync($"{path}/{filterId}")).ToJsonString());
        Assert.Equal(filterId, (string?)(await alice.OkAsync(HttpMethod.Post, path, filter))["filter_id"]);

        await alice.RefusedAsync(HttpStatusCode.NotFound, "M_NOT_FOUND", HttpMethod.Get, path + "/unknown");
        await bob.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Get, $"{path}/{filterId}");
        await bob.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Post, path, filter);
        await bob.RefusedAsync(HttpStatusCode.NotFound, "M_NOT_FOUND", HttpMethod.Get, $"{V3}/sync?filter={filterId}");
    }

    [Theory]
    [InlineData("""{"room":"all"}""")]
    [InlineData("""{"room":{"timeline":{"limit":"ten"}}}""")]
    [InlineData("""{"room":{"timeline":{"types":"m.room.message"}}}""")]
    [InlineData("""{"room":{"rooms":[1]}}""")]
    [InlineData("""{"room":{"include_leave":1}}""")]
    [InlineData("""{"room":{"rooms":[null]}}""")]
    [InlineData("""{"room":{"timeline":{"types":[null]}}}""")]
    [InlineData("""{"account_data":{"not_types":["m.direct",null]}}""")]
    public async Task Refuses_wrong_types(string filter)
    {
        using var alice = await server.LogInAsync("alice");
        await alice.RefusedAsync(HttpStatusCode.BadRequest, "M_BAD_JSON", HttpMethod.Post, $"{V3}/user/{alice.UserId}/filter", JsonNode.Parse(filter));
        await alice.RefusedAsync(HttpStatusCode.BadRequest, "M_BAD_JSON", HttpMethod.Get, $"{V3}/sync?filter={Escape(filter)}");
    }

    [Fact]
    public async Task Loads_members_lazily_and_loses_no_state_to_a_type_filter()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice");
        using var bob = await own.LogInAsync("bob");
        using var carol = await own.LogInAsync("carol");
        var room = await alice.RoomIdAsync("red-room");
        await bob.SayAsync(room, "hello");
        var filter = """{"room":{"state":{"lazy_load_members":true},"timeline":{"types":["m.room.message"],"limit":5}}}""";

        var sync = await alice.SyncAsync(filter: filter);
        var state = sync["rooms"]!["join"]![room]!["state"]!["events"]!.AsArray();
        Assert.Contains(state, item => (string?)item!["type"] == "m.room.name");
        Assert.Contains(state, item => (string?)item!["state_key"] == "@bob:localhost");
        Assert.Equal(["hello"], Bodies(Timeline(sync, room)));
        Assert.False((bool)sync["rooms"]!["join"]![room]!["timeline"]!["limited"]!);

        await carol.SayAsync(room, "me too");
        var next = await alice.SyncAsync(NextBatch(sync), filter: filter);
        var member = Assert.Single(next["rooms"]!["join"]![room]!["state"]!["events"]!.AsArray())!;
        Assert.Equal("@carol:localhost", (string?)member["state_key"]);
        Assert.Null(next["rooms"]!["join"]![room]!["summary"]);

        await bob.OkAsync(HttpMethod.Put, $"{V3}/profile/{bob.UserId}/displayname", new JsonObject { ["displayname"] = "Robert" });
        var third = await alice.SyncAsync(NextBatch(next), filter: """{"room":{"timeline":{"types":["m.room.message"]}}}""");
        Assert.Equal("Robert", (string?)Assert.Single(third["rooms"]!["join"]![room]!["state"]!["events"]!.AsArray())!["content"]!["displayname"]);
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "m.room.message", true)]
    [InlineData("m.room.*", "m.room.message", true)]
    [InlineData("m.room.*", "m.roommate", false)]
    [InlineData("*.message", "m.room.message", true)]
    [InlineData("m.*.m*e", "m.room.message", true)]
    [InlineData("m.room", "m.room.message", false)]
    [InlineData("m.room.message*", "m.room.message", true)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    [InlineData("a*b*c", "a-c-b", false)]
    public void Matches_patterns(string pattern, string text, bool expected) => Assert.Equal(expected, Glob.Matches(pattern, text));
}
