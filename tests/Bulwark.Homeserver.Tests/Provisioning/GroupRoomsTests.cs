using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Provisioning;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Provisioning;

public sealed class GroupRoomsTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Theory]
    [InlineData(new string[0], new[] { "The Red Room" })]
    [InlineData(new[] { "staff" }, new[] { "Staff", "The Red Room" })]
    [InlineData(new[] { "analysts", "experiencers" }, new[] { "Analysts", "Experiencers", "The Red Room" })]
    [InlineData(new[] { "Staff", "somebody-else" }, new[] { "The Red Room" })]
    public async Task Joins_users_to_the_rooms_of_their_groups(string[] groups, string[] expected)
    {
        using var client = await server.LogInAsync("user-" + string.Join('-', groups), groups);
        Assert.Equal(expected, await RoomNamesAsync(client));
    }

    [Fact]
    public async Task Takes_users_out_of_rooms_whose_groups_they_lost()
    {
        using var before = await server.LogInAsync("frank", "staff", "analysts");
        using var colleague = await server.LogInAsync("grace", "staff");
        var staff = await before.RoomIdAsync("staff");
        await before.SayAsync(staff, "still here");
        var since = await before.NowAsync();

        using var after = await server.LogInAsync("frank", "analysts");
        await colleague.SayAsync(staff, "he is gone");

        Assert.Equal(["Analysts", "The Red Room"], await RoomNamesAsync(after));
        var sync = await before.SyncAsync(since);
        var timeline = Timeline(sync, staff, "leave");
        Assert.Equal("leave", (string?)timeline[^1]["content"]!["membership"]);
        Assert.Equal("@bulwark:localhost", (string?)timeline[^1]["sender"]);
        await after.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, $"{V3}/rooms/{Escape(staff)}/send/m.room.message/1", new JsonObject { ["body"] = "?" });
        await after.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Post, $"{V3}/rooms/{Escape(staff)}/join");
        await after.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Post, $"{V3}/join/{Escape("#staff:localhost")}");
        var messages = await after.OkGetAsync($"{V3}/rooms/{Escape(staff)}/messages?dir=b&limit=100");
        Assert.Equal("still here", Bodies(messages["chunk"]!.AsArray().Select(item => item!.AsObject()))[0]);
    }

    [Fact]
    public async Task Wakes_the_waiting_request_of_a_user_who_is_taken_out()
    {
        using var before = await server.LogInAsync("heidi", "staff");
        var staff = await before.RoomIdAsync("staff");
        var waiting = before.SyncAsync(await before.NowAsync(), timeoutMs: 30_000);

        using var after = await server.LogInAsync("heidi");

        Assert.NotNull((await waiting)["rooms"]!["leave"]![staff]);
    }

    [Fact]
    public async Task Joins_users_again_who_left_or_got_their_group_back()
    {
        using var first = await server.LogInAsync("ivan", "staff");
        var staff = await first.RoomIdAsync("staff");
        await first.OkAsync(HttpMethod.Post, $"{V3}/rooms/{Escape(staff)}/leave");
        Assert.Equal(["The Red Room"], await RoomNamesAsync(first));

        using var second = await server.LogInAsync("ivan", "staff");
        Assert.Equal(["Staff", "The Red Room"], await RoomNamesAsync(second));
        using var third = await server.LogInAsync("ivan");
        using var fourth = await server.LogInAsync("ivan", "staff");
        Assert.Equal(["Staff", "The Red Room"], await RoomNamesAsync(fourth));
    }

    [Fact]
    public async Task Brings_nobody_back_with_an_older_token()
    {
        using var client = server.Anonymous();
        var older = server.Issuer.IdToken("zoe", ["staff"], changes: claims => claims["iat"] = (long)claims["iat"]! - 60);
        await client.LogInAsync(older);
        Assert.Equal(["Staff", "The Red Room"], await RoomNamesAsync(client));

        await client.LogInAsync(server.Issuer.IdToken("zoe"));
        await client.LogInAsync(older);

        Assert.Equal(["The Red Room"], await RoomNamesAsync(client));
    }

    [Fact]
    public async Task Adds_nothing_to_the_rooms_when_nothing_changed()
    {
        using var alice = await server.LogInAsync("judy", "staff");
        var since = await alice.NowAsync();
        using var again = await server.LogInAsync("judy", "staff");

        Assert.Empty((await alice.SyncAsync(since))["rooms"]!["join"]!.AsObject());
    }

    [Fact]
    public async Task Joins_once_when_logins_come_at_once()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => server.LogInAsync("kate", "staff")));
        var room = await clients[0].RoomIdAsync("staff");
        var history = await clients[0].OkGetAsync($"{V3}/rooms/{Escape(room)}/messages?dir=b&limit=100");

        Assert.Single(history["chunk"]!.AsArray(), item => (string?)item!["state_key"] == "@kate:localhost" && (string?)item["content"]!["membership"] == "join");
        foreach (var client in clients)
            client.Dispose();
    }

    [Fact]
    public async Task Gives_members_no_power_over_the_rooms()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        using var olga = await server.LogInAsync("olga");
        var room = $"{V3}/rooms/{Escape(await alice.RoomIdAsync("staff"))}";

        await alice.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, room + "/state/m.room.name", new JsonObject { ["name"] = "Mine" });
        await alice.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, room + "/state/m.room.power_levels/", new JsonObject());
        await alice.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, room + "/state/m.room.join_rules", new JsonObject { ["join_rule"] = "public" });
        await alice.RefusedAsync(
            HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, room + "/state/m.room.member/@olga:localhost", new JsonObject { ["membership"] = "invite" });
        await olga.RefusedAsync(
            HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, room + "/state/m.room.member/@olga:localhost", new JsonObject { ["membership"] = "join" });
    }

    [Fact]
    public async Task Makes_the_rooms_once_and_keeps_them_over_a_restart()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice", "staff");
        var room = await alice.RoomIdAsync("staff");
        await alice.SayAsync(room, "kept");

        await own.StopAsync();
        own.Options = new HomeserverOptions
        {
            Rooms = [new ProvisionedRoomOptions { Alias = "staff", Name = "The Staff", Groups = ["staff"] }, new ProvisionedRoomOptions { Alias = "lobby", Name = "Lobby" }],
        };
        await own.StartAsync();

        Assert.Equal(room, await alice.RoomIdAsync("staff"));
        Assert.Equal("The Staff", (string?)(await alice.OkGetAsync($"{V3}/rooms/{Escape(room)}/state/m.room.name"))["name"]);
        Assert.Equal(["kept"], Bodies(Timeline(await alice.SyncAsync(), room)));
        using var again = await own.LogInAsync("alice");
        Assert.Equal(["Lobby", "The Red Room"], await RoomNamesAsync(again));
    }

    private static async Task<IReadOnlyList<string>> RoomNamesAsync(MatrixClient client)
    {
        var names = new List<string>();
        foreach (var roomId in (await client.OkGetAsync(V3 + "/joined_rooms"))["joined_rooms"]!.AsArray())
            names.Add((string)(await client.OkGetAsync($"{V3}/rooms/{Escape((string)roomId!)}/state/m.room.name"))["name"]!);

        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
