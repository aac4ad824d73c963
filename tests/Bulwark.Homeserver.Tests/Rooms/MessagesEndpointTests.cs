using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Rooms;

public sealed class MessagesEndpointTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Fact]
    public async Task Goes_forwards_from_a_sync_token()
    {
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var since = await alice.NowAsync();
        var eventId = await alice.SayAsync(room, "after");

        var page = await alice.OkGetAsync($"{V3}/rooms/{Escape(room)}/messages?dir=f&from={since}");

        Assert.Equal(since, (string?)page["start"]);
        Assert.Equal(eventId, (string?)Assert.Single(page["chunk"]!.AsArray())!["event_id"]);
    }

    [Theory]
    [InlineData("b", 7)]
    [InlineData("f", 7)]
    [InlineData("b", 200)]
    public async Task Pages_through_a_history_that_is_longer_than_memory_each_event_once(string direction, int limit)
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        await Task.WhenAll(Enumerable.Range(0, 600).Select(i => alice.SayAsync(room, $"m{i}", $"m{i}")));
        var seen = new List<string>();
        var token = "";
        for (var pages = 0; pages < 200; pages++)
        {
            var page = await alice.OkGetAsync($"{V3}/rooms/{Escape(room)}/messages?dir={direction}&limit={limit}{token}");
            seen.AddRange(page["chunk"]!.AsArray().Select(item => (string)item!["event_id"]!));
            if (page["end"] is not { } end)
                break;

            token = $"&from={end}";
        }

        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(600 + 8 + 2, seen.Count);
    }

    [Fact]
    public async Task Filters_by_type_and_sender()
    {
        using var alice = await server.LogInAsync("alice");
        using var bob = await server.LogInAsync("bob");
        var room = await alice.RoomIdAsync("red-room");
        var since = await alice.NowAsync();
        await alice.SayAsync(room, "from alice");
        await bob.SayAsync(room, "from bob");

        var filter = Escape("""{"senders":["@bob:localhost"],"types":["m.room.*"],"lazy_load_members":true}""");
        var page = await alice.OkGetAsync($"{V3}/rooms/{Escape(room)}/messages?dir=f&from={since}&filter={filter}");

        Assert.Equal(["from bob"], Bodies(page["chunk"]!.AsArray().Select(item => item!.AsObject())));
        Assert.Equal("@bob:localhost", (string?)Assert.Single(page["state"]!.AsArray())!["state_key"]);
    }

    [Fact]
    public async Task Tells_what_the_viewer_was_when_an_event_happened()
    {
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var before = await alice.SayAsync(room, "before the newcomer");
        using var newcomer = await server.LogInAsync("newcomer");
        var after = await alice.SayAsync(room, "after the newcomer");

        var page = (await newcomer.OkGetAsync($"{V3}/rooms/{Escape(room)}/messages?dir=b&limit=20"))["chunk"]!.AsArray();

        Assert.Equal("leave", Membership(page, item => (string?)item["event_id"] == before));
        Assert.Equal("join", Membership(page, item => (string?)item["event_id"] == after));
        Assert.Equal("join", Membership(page, item => (string?)item["state_key"] == "@newcomer:localhost" && (string?)item["content"]!["membership"] == "join"));
    }

    [Fact]
    public async Task Shows_old_events_to_whoever_joins_later_and_to_nobody_else()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        var room = await alice.RoomIdAsync("staff");
        var eventId = await alice.SayAsync(room, "old");
        var path = $"{V3}/rooms/{Escape(room)}/event/{Escape(eventId)}";
        using var later = await server.LogInAsync("later", "staff");
        using var never = await server.LogInAsync("never");

        var seen = await later.OkGetAsync(path);
        foreach (var key in new[] { "type", "room_id", "sender", "event_id", "origin_server_ts", "content" })
            Assert.NotNull(seen[key]);

        await never.RefusedAsync(HttpStatusCode.NotFound, "M_NOT_FOUND", HttpMethod.Get, path);
        await later.OkAsync(HttpMethod.Post, $"{V3}/rooms/{Escape(room)}/leave");
        var afterwards = await alice.SayAsync(room, "after the leave");
        await later.OkGetAsync(path);
        await later.RefusedAsync(HttpStatusCode.NotFound, "M_NOT_FOUND", HttpMethod.Get, $"{V3}/rooms/{Escape(room)}/event/{Escape(afterwards)}");
    }

    [Theory]
    [InlineData("", "M_MISSING_PARAM")]
    [InlineData("dir=x", "M_MISSING_PARAM")]
    [InlineData("dir=b&from=zzz", "M_INVALID_PARAM")]
    [InlineData("dir=b&limit=0", "M_INVALID_PARAM")]
    [InlineData("dir=b&limit=many", "M_INVALID_PARAM")]
    [InlineData("dir=b&filter=%7B", "M_NOT_JSON")]
    [InlineData("dir=b&filter=%7B%22types%22%3A3%7D", "M_BAD_JSON")]
    public async Task Refuses_malformed_parameters(string query, string errcode)
    {
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        await alice.RefusedAsync(HttpStatusCode.BadRequest, errcode, HttpMethod.Get, $"{V3}/rooms/{Escape(room)}/messages?{query}");
    }

    private static string? Membership(JsonArray page, Func<JsonObject, bool> which) =>
        (string?)page.Select(item => item!.AsObject()).Single(which)["unsigned"]!["membership"];
}
