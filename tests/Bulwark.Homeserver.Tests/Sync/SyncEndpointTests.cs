using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Rooms;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Sync;

public sealed class SyncEndpointTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Fact]
    public async Task Ends_a_waiting_request_whose_session_ends()
    {
        using var alice = await server.LogInAsync("alice");
        using var bob = await server.LogInAsync("bob");
        var room = await alice.RoomIdAsync("red-room");
        var waiting = bob.GetAsync($"{V3}/sync?timeout=30000&since={await bob.NowAsync()}");
        await WaitForWaiterAsync(bob.UserId);

        await bob.OkAsync(HttpMethod.Post, V3 + "/logout");
        await alice.SayAsync(room, "not for a device that is logged out");

        var (status, json) = await waiting;
        Assert.Equal((HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN"), (status, (string?)json!["errcode"]));
    }

    [Fact]
    public async Task Tells_of_state_that_changed_while_the_user_was_away_and_could_see_nothing()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice", "staff");
        var room = await alice.RoomIdAsync("staff");
        await ChangeAsync("m.room.history_visibility", "history_visibility", "joined");
        var since = await alice.NowAsync();

        using var elsewhere = await own.LogInAsync("alice");
        await ChangeAsync("m.room.topic", "topic", "said behind their back");
        using var back = await own.LogInAsync("alice", "staff");

        var joined = (await alice.SyncAsync(since))["rooms"]!["join"]![room]!;
        Assert.DoesNotContain(joined["timeline"]!["events"]!.AsArray(), item => (string?)item!["type"] == "m.room.topic");
        var topic = Assert.Single(joined["state"]!["events"]!.AsArray(), item => (string?)item!["type"] == "m.room.topic")!;
        Assert.Equal("said behind their back", (string?)topic["content"]!["topic"]);

        async Task ChangeAsync(string type, string property, string value)
        {
            var outcome = await own.Part<RoomTable>().ChangeAsync(
                room, _ => EventDraft.State(type, "", "@bulwark:localhost", writer => writer.WriteString(property, value)));
            Assert.NotNull(outcome.EventId);
        }
    }

    [Fact]
    public async Task Gives_the_state_at_the_beginning_of_the_timeline()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        using var bob = await own.LogInAsync("bob");
        await bob.OkAsync(HttpMethod.Put, $"{V3}/profile/{bob.UserId}/displayname", new JsonObject { ["displayname"] = "Robert" });
        using var carol = await own.LogInAsync("carol");

        var joined = (await alice.SyncAsync(filter: """{"room":{"timeline":{"limit":3}}}"""))["rooms"]!["join"]![room]!;

        IReadOnlyList<string?> names = [.. joined["timeline"]!["events"]!.AsArray().Select(item => (string?)item!["content"]!["displayname"])];
        Assert.Equal(["Robert", "carol", "carol"], names);
        var members = joined["state"]!["events"]!.AsArray().Where(item => (string?)item!["type"] == "m.room.member").ToList();
        Assert.Equal("bob", (string?)Assert.Single(members, item => (string?)item!["state_key"] == bob.UserId)!["content"]!["displayname"]);
        Assert.DoesNotContain(members, item => (string?)item!["state_key"] == carol.UserId);
        Assert.Contains(members, item => (string?)item!["state_key"] == alice.UserId);
    }

    [Fact]
    public async Task Shows_a_joined_room_at_first_and_then_only_when_something_changes()
    {
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");

        var first = await alice.SyncAsync();
        var joined = first["rooms"]!["join"]![room]!;
        Assert.NotEmpty(joined["timeline"]!["events"]!.AsArray());
        Assert.NotNull(joined["timeline"]!["limited"]);
        Assert.NotNull(joined["timeline"]!["prev_batch"]);
        Assert.NotNull(joined["state"]!["events"]);
        Assert.NotNull(joined["ephemeral"]!["events"]);

        var second = await alice.SyncAsync(NextBatch(first));
        Assert.Empty(second["rooms"]!["join"]!.AsObject());

        var full = await alice.OkGetAsync($"{V3}/sync?full_state=true&since={NextBatch(second)}");
        var state = full["rooms"]!["join"]![room]!["state"]!["events"]!.AsArray();
        Assert.Contains(state, item => (string?)item!["type"] == "m.room.create");
        Assert.Contains(state, item => (string?)item!["type"] == "m.room.name" && (string?)item["content"]!["name"] == "The Red Room");
        Assert.Empty(Timeline(full, room));
    }

    [Fact]
    public async Task Wakes_a_waiting_request_at_once()
    {
        using var alice = await server.LogInAsync("alice");
        using var bob = await server.LogInAsync("bob");
        var room = await alice.RoomIdAsync("red-room");
        await alice.SayAsync(room, "warm");
        var since = await bob.NowAsync();

        var times = new List<long>();
        for (var i = 0; i < 9; i++)
        {
            var waiting = bob.SyncAsync(since, timeoutMs: 30_000);
            await WaitForWaiterAsync(bob.UserId);
            var clock = Stopwatch.StartNew();
            await alice.SayAsync(room, $"wake {i}");
            var sync = await waiting;

            Assert.Equal([$"wake {i}"], Bodies(Timeline(sync, room)));
            times.Add(clock.ElapsedMilliseconds);
            since = NextBatch(sync);
        }

        // The median: another test's compiler at work is not what is measured here.
        Assert.InRange(times.Order().ElementAt(4), 0, 99);
    }

    [Fact]
    public async Task Answers_with_nothing_when_the_time_is_up()
    {
        using var alice = await server.LogInAsync("alice");
        var since = await alice.NowAsync();

        var sync = await alice.SyncAsync(since, timeoutMs: 50);

        Assert.Empty(sync["rooms"]!["join"]!.AsObject());
        Assert.StartsWith("s", NextBatch(sync), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_out_what_does_not_concern_the_user()
    {
        using var staff = await server.LogInAsync("sam", "staff");
        using var analyst = await server.LogInAsync("ann", "analysts");
        var room = await staff.RoomIdAsync("staff");
        var since = await analyst.NowAsync();

        await staff.SayAsync(room, "for staff only");

        var sync = await analyst.SyncAsync(since);
        Assert.Empty(sync["rooms"]!["join"]!.AsObject());
        Assert.Null((await analyst.SyncAsync())["rooms"]!["join"]![room]);
    }

    [Fact]
    public async Task Limits_the_timeline_and_says_where_the_rest_begins()
    {
        using var alice = await server.LogInAsync("alice");
        using var bob = await server.LogInAsync("bob");
        var room = await alice.RoomIdAsync("red-room");
        var since = await bob.NowAsync();
        for (var i = 0; i < 15; i++)
            await alice.SayAsync(room, $"m{i}");

        var sync = await bob.SyncAsync(since, filter: """{"room":{"timeline":{"limit":5}}}""");
        var timeline = sync["rooms"]!["join"]![room]!["timeline"]!;
        Assert.Equal(["m10", "m11", "m12", "m13", "m14"], Bodies(Timeline(sync, room)));
        Assert.True((bool)timeline["limited"]!);

        var before = await bob.OkGetAsync($"{V3}/rooms/{Escape(room)}/messages?dir=b&limit=10&from={timeline["prev_batch"]}&to={since}");
        Assert.Equal(["m9", "m8", "m7", "m6", "m5", "m4", "m3", "m2", "m1", "m0"], Bodies(before["chunk"]!.AsArray().Select(item => item!.AsObject())));
        Assert.Null(before["end"]);
    }

    [Fact]
    public async Task Tells_who_is_in_the_room()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var since = await alice.NowAsync();
        using var bob = await own.LogInAsync("bob");

        var summary = (await alice.SyncAsync(since))["rooms"]!["join"]![room]!["summary"]!;
        Assert.Equal(3, (int)summary["m.joined_member_count"]!);
        Assert.Equal(0, (int)summary["m.invited_member_count"]!);
        Assert.Equal(["@bulwark:localhost", "@bob:localhost"], Texts(summary["m.heroes"]!));
        Assert.Equal(3, (int)(await bob.SyncAsync())["rooms"]!["join"]![room]!["summary"]!["m.joined_member_count"]!);
    }

    [Fact]
    public async Task Catches_up_from_before_a_restart()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice", "staff");
        using var bob = await own.LogInAsync("bob", "staff");
        var (room, quiet) = (await alice.RoomIdAsync("staff"), await alice.RoomIdAsync("red-room"));
        var since = await bob.NowAsync();
        var last = await alice.SayAsync(room, "while bob was away");
        await alice.OkAsync(HttpMethod.Post, $"{V3}/rooms/{Escape(room)}/receipt/m.read/{Escape(last)}", new JsonObject());
        await bob.OkAsync(HttpMethod.Put, $"{V3}/user/{bob.UserId}/account_data/x.color", new JsonObject { ["color"] = "red" });
        await own.StopAsync();
        await own.StartAsync();

        var sync = await bob.SyncAsync(since);

        Assert.Equal(["while bob was away"], Bodies(Timeline(sync, room)));
        Assert.False((bool)sync["rooms"]!["join"]![room]!["timeline"]!["limited"]!);
        Assert.Equal(1, (int)sync["rooms"]!["join"]![room]!["unread_notifications"]!["notification_count"]!);
        Assert.NotNull(sync["rooms"]!["join"]![room]!["ephemeral"]!["events"]![0]!["content"]![last]!["m.read"]!["@alice:localhost"]);
        Assert.Equal("x.color", (string?)Assert.Single(sync["account_data"]!["events"]!.AsArray())!["type"]);
        Assert.Null(sync["rooms"]!["join"]![quiet]);
    }

    [Fact]
    public async Task Shows_a_room_that_was_left_and_joined_again_as_joined()
    {
        using var carl = await server.LogInAsync("carl", "staff");
        var room = await carl.RoomIdAsync("staff");
        var since = await carl.NowAsync();
        using var without = await server.LogInAsync("carl");
        using var again = await server.LogInAsync("carl", "staff");

        var sync = await carl.SyncAsync(since);

        Assert.NotNull(sync["rooms"]!["join"]![room]);
        Assert.Null(sync["rooms"]!["leave"]![room]);
    }

    [Fact]
    public async Task Shows_left_rooms_once_and_when_asked_for()
    {
        using var dana = await server.LogInAsync("dana", "staff");
        using var sam = await server.LogInAsync("sam", "staff");
        var room = await dana.RoomIdAsync("staff");
        var since = await dana.NowAsync();
        await sam.SayAsync(room, "last words");
        await dana.OkAsync(HttpMethod.Post, $"{V3}/rooms/{Escape(room)}/leave");
        await sam.SayAsync(room, "after the leave");

        var sync = await dana.SyncAsync(since);
        var left = Timeline(sync, room, "leave");
        Assert.Equal(["last words"], Bodies(left));
        Assert.Equal("leave", (string?)left[^1]["content"]!["membership"]);
        Assert.Null((await dana.SyncAsync(NextBatch(sync)))["rooms"]!["leave"]![room]);
        Assert.Null((await dana.SyncAsync())["rooms"]!["leave"]![room]);
        var asked = await dana.SyncAsync(filter: """{"room":{"include_leave":true,"timeline":{"limit":2}}}""");
        Assert.Equal(["last words"], Bodies(Timeline(asked, room, "leave")));
        Assert.Contains(asked["rooms"]!["leave"]![room]!["state"]!["events"]!.AsArray(), item => (string?)item!["type"] == "m.room.name");
    }

    [Fact]
    public async Task Shows_an_invitation_until_it_is_refused()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var gina = await own.LogInAsync("gina");
        using var hugo = await own.LogInAsync("hugo");
        var room = await gina.RoomIdAsync("staff");
        var since = await gina.NowAsync();
        foreach (var user in new[] { gina, hugo })
            await own.Part<Homeserver.Rooms.RoomTable>().ChangeAsync(room, _ => new Homeserver.Profile.UserProfile(null, null).ToMember(user.UserId, "@bulwark:localhost", "invite"));

        var sync = await gina.SyncAsync(since);
        var shown = sync["rooms"]!["invite"]![room]!["invite_state"]!["events"]!.AsArray();
        Assert.Equal("Staff", (string?)shown.Single(item => (string?)item!["type"] == "m.room.name")!["content"]!["name"]);
        Assert.Equal(gina.UserId, (string?)shown.Single(item => (string?)item!["type"] == "m.room.member")!["state_key"]);
        Assert.Empty((await gina.SyncAsync(NextBatch(sync)))["rooms"]!["invite"]!.AsObject());

        await gina.OkAsync(HttpMethod.Post, $"{V3}/rooms/{Escape(room)}/leave");
        var left = (await gina.SyncAsync(NextBatch(sync)))["rooms"]!["leave"]![room]!;
        Assert.Empty(left["state"]!["events"]!.AsArray());
        Assert.All(left["timeline"]!["events"]!.AsArray(), item => Assert.Equal(gina.UserId, (string?)item!["state_key"]));
        await hugo.OkAsync(HttpMethod.Post, $"{V3}/rooms/{Escape(room)}/join");
        Assert.NotNull((await hugo.SyncAsync())["rooms"]!["join"]![room]);
    }

    [Fact]
    public async Task Shows_a_newly_joined_room_with_its_state_once()
    {
        using var erik = await server.LogInAsync("erik");
        var since = await erik.NowAsync();
        using var again = await server.LogInAsync("erik", "analysts");
        var room = await erik.RoomIdAsync("analysts");

        var sync = await erik.SyncAsync(since, filter: """{"room":{"timeline":{"limit":1}}}""");
        var joined = sync["rooms"]!["join"]![room]!;
        Assert.True((bool)joined["timeline"]!["limited"]!);
        Assert.Equal("join", (string?)Assert.Single(Timeline(sync, room))["content"]!["membership"]);
        Assert.Contains(joined["state"]!["events"]!.AsArray(), item => (string?)item!["type"] == "m.room.create");
        Assert.Empty((await erik.SyncAsync(NextBatch(sync)))["rooms"]!["join"]!.AsObject());
    }

    [Theory]
    [InlineData("since=nonsense")]
    [InlineData("since=s-1")]
    [InlineData("timeout=soon")]
    public async Task Refuses_malformed_parameters(string query)
    {
        using var alice = await server.LogInAsync("alice");
        await alice.RefusedAsync(HttpStatusCode.BadRequest, "M_INVALID_PARAM", HttpMethod.Get, $"{V3}/sync?{query}");
    }

    [Fact]
    public async Task Starts_afresh_for_a_token_from_the_future()
    {
        using var alice = await server.LogInAsync("alice");
        var sync = await alice.SyncAsync("s999999999");
        Assert.NotEmpty(sync["rooms"]!["join"]!.AsObject());
    }

    [Fact]
    public async Task Takes_no_token_from_the_query()
    {
        using var alice = await server.LogInAsync("alice");
        using var anonymous = server.Anonymous();
        await anonymous.RefusedAsync(HttpStatusCode.Unauthorized, "M_MISSING_TOKEN", HttpMethod.Get, $"{V3}/sync?access_token={alice.AccessToken}");
    }

    [Fact]
    public async Task Ends_waiting_requests_when_the_tier_stops()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice");
        var waiting = alice.SyncAsync(await alice.NowAsync(), timeoutMs: 60_000);
        while (own.Part<Homeserver.Streams.Waiters>().Count(alice.UserId) == 0)
            await Task.Yield();

        var clock = Stopwatch.StartNew();
        await own.StopAsync();

        Assert.IsType<JsonObject>(await waiting);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 3_000);
    }

    private static IReadOnlyList<string> Texts(JsonNode list) => [.. list.AsArray().Select(item => (string)item!)];

    private async Task WaitForWaiterAsync(string userId)
    {
        while (server.Part<Homeserver.Streams.Waiters>().Count(userId) == 0)
            await Task.Yield();
    }
}
