using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Rooms;

public sealed class StateEndpointsTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Fact]
    public async Task Shows_the_state_of_a_room_to_its_members()
    {
        // A user of this test alone: the first two memberships are what it looks at.
        using var reader = await server.LogInAsync("state-reader");
        var room = $"{V3}/rooms/{Escape(await reader.RoomIdAsync("red-room"))}";

        Assert.Equal("join", (string?)(await reader.OkGetAsync(room + "/state/m.room.member/@state-reader:localhost"))["membership"]);
        var whole = await reader.OkGetAsync(room + "/state/m.room.member/%40state-reader%3Alocalhost?format=event");
        Assert.Equal("@state-reader:localhost", (string?)whole["sender"]);
        Assert.StartsWith("!", (string?)whole["room_id"], StringComparison.Ordinal);
        Assert.Equal("invite", (string?)whole["unsigned"]!["prev_content"]!["membership"]);

        var (_, all) = await reader.GetAsync(room + "/state");
        var types = all!.AsArray().Select(item => (string)item!["type"]!).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(
            new HashSet<string>(["m.room.create", "m.room.member", "m.room.power_levels", "m.room.join_rules", "m.room.history_visibility"], StringComparer.Ordinal), types);
        Assert.Equal("11", (string?)(await reader.OkGetAsync(room + "/state/m.room.create/"))["room_version"]);
        await reader.RefusedAsync(HttpStatusCode.NotFound, "M_NOT_FOUND", HttpMethod.Get, room + "/state/m.room.topic");
    }

    [Fact]
    public async Task Shows_members_in_three_ways()
    {
        using var alice = await server.LogInAsync("alice", "analysts");
        using var bob = await server.LogInAsync("bob", "analysts");
        var room = $"{V3}/rooms/{Escape(await alice.RoomIdAsync("analysts"))}";

        var joined = (await alice.OkGetAsync(room + "/joined_members"))["joined"]!;
        Assert.Equal("bob", (string?)joined["@bob:localhost"]!["display_name"]);
        await bob.OkAsync(HttpMethod.Post, room + "/leave");
        Assert.Null((await alice.OkGetAsync(room + "/joined_members"))["joined"]!["@bob:localhost"]);
        await bob.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Get, room + "/joined_members");

        var left = (await alice.OkGetAsync(room + "/members?not_membership=join"))["chunk"]!.AsArray();
        Assert.Equal("@bob:localhost", (string?)Assert.Single(left)!["state_key"]);
        Assert.DoesNotContain((await alice.OkGetAsync(room + "/members?membership=join"))["chunk"]!.AsArray(), item => (string?)item!["state_key"] == "@bob:localhost");
    }

    [Fact]
    public async Task Shows_members_as_they_were_at_a_point()
    {
        using var alice = await server.LogInAsync("alice", "experiencers");
        var room = $"{V3}/rooms/{Escape(await alice.RoomIdAsync("experiencers"))}";
        var at = await alice.NowAsync();
        using var bob = await server.LogInAsync("ben", "experiencers");

        Assert.DoesNotContain((await alice.OkGetAsync($"{room}/members?at={at}"))["chunk"]!.AsArray(), item => (string?)item!["state_key"] == "@ben:localhost");
        Assert.Contains((await alice.OkGetAsync(room + "/members"))["chunk"]!.AsArray(), item => (string?)item!["state_key"] == "@ben:localhost");
    }

    [Fact]
    public async Task Freezes_the_state_for_whoever_left()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        using var leaver = await server.LogInAsync("leaver", "staff");
        var room = $"{V3}/rooms/{Escape(await alice.RoomIdAsync("staff"))}";
        await leaver.OkAsync(HttpMethod.Post, room + "/leave");
        using var late = await server.LogInAsync("latecomer", "staff");
        await alice.OkAsync(HttpMethod.Put, V3 + "/profile/@alice:localhost/displayname", new JsonObject { ["displayname"] = "Alice the Later" });

        var seen = await leaver.OkGetAsync(room + "/state/m.room.member/@alice:localhost");
        Assert.NotEqual("Alice the Later", (string?)seen["displayname"], StringComparer.Ordinal);
        await leaver.RefusedAsync(HttpStatusCode.NotFound, "M_NOT_FOUND", HttpMethod.Get, room + "/state/m.room.member/@latecomer:localhost");
    }

    [Fact]
    public async Task Tells_state_keys_with_slashes_from_each_other()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice");
        var roomId = await alice.RoomIdAsync("red-room");
        await own.Part<Homeserver.Rooms.RoomTable>().ChangeAsync(roomId, _ => Homeserver.Events.EventDraft.State("x.note", "a/b", "@bulwark:localhost", writer => writer.WriteNumber("n"u8, 1)));
        await own.Part<Homeserver.Rooms.RoomTable>().ChangeAsync(roomId, _ => Homeserver.Events.EventDraft.State("x.note", "a%2Fb", "@bulwark:localhost", writer => writer.WriteNumber("n"u8, 2)));
        var room = $"{V3}/rooms/{Escape(roomId)}";

        Assert.Equal(1, (int)(await alice.OkGetAsync(room + "/state/x.note/a%2Fb"))["n"]!);
        Assert.Equal(2, (int)(await alice.OkGetAsync(room + "/state/x.note/a%252Fb"))["n"]!);
        await alice.RefusedAsync(HttpStatusCode.NotFound, "M_UNRECOGNIZED", HttpMethod.Get, room + "/state/x.note/a/b");
    }

    [Theory]
    [InlineData("/state")]
    [InlineData("/state/m.room.name")]
    [InlineData("/members")]
    [InlineData("/joined_members")]
    [InlineData("/messages?dir=b")]
    public async Task Answers_the_same_for_rooms_one_is_not_in_and_rooms_that_are_not_there(string path)
    {
        using var alice = await server.LogInAsync("alice", "staff");
        using var olga = await server.LogInAsync("olga");
        var room = await alice.RoomIdAsync("staff");

        var real = await olga.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Get, $"{V3}/rooms/{Escape(room)}{path}");
        var madeUp = await olga.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Get, $"{V3}/rooms/!nothing:localhost{path}");
        Assert.Equal(real.ToJsonString(), madeUp.ToJsonString());
    }
}
