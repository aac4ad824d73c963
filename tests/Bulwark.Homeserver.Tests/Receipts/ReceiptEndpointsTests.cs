using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Rooms;
using Bulwark.Homeserver.Streams;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Receipts;

public sealed class ReceiptEndpointsTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Fact]
    public async Task Takes_receipts_of_threads_that_exist_only()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        var room = await alice.RoomIdAsync("staff");
        var root = await alice.SayAsync(room, "root");
        var path = Path(room, "receipt/m.read", await alice.SayAsync(room, "read me"));

        await alice.RefusedAsync(HttpStatusCode.BadRequest, "M_INVALID_PARAM", HttpMethod.Post, path, new JsonObject { ["thread_id"] = "$made-up" });
        await alice.OkAsync(HttpMethod.Post, path, new JsonObject { ["thread_id"] = root });
        await alice.OkAsync(HttpMethod.Post, path, new JsonObject { ["thread_id"] = "main" });
    }

    [Fact]
    public async Task Counts_as_read_when_the_room_is_read_from_disk_meanwhile()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice");
        using var bob = await own.LogInAsync("bob");
        var room = await alice.RoomIdAsync("red-room");
        var eventId = await alice.SayAsync(room, "read me");
        using var gate = new ManualResetEventSlim();
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = own.Part<EventLog>().WriteAsync(_ =>
        {
            isHeld.SetResult();
            return gate.Wait(TimeSpan.FromSeconds(30));
        });
        await isHeld.Task;

        var receipt = bob.OkAsync(HttpMethod.Post, Path(room, "receipt/m.read", eventId));
        while (own.Part<EventLog>().Queued == 0)
            await Task.Yield();

        (await own.Part<RoomTable>().FindAsync(room))!.Fault();
        await bob.OkGetAsync($"{V3}/rooms/{Escape(room)}/joined_members");
        gate.Set();
        await receipt;
        await held;

        var unread = (await bob.SyncAsync())["rooms"]!["join"]![room]!["unread_notifications"]!;
        Assert.Equal(0, (int)unread["notification_count"]!);
    }

    [Fact]
    public async Task Shows_receipts_to_the_room_and_private_ones_to_their_user_only()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        using var bob = await server.LogInAsync("bob", "staff");
        var room = await alice.RoomIdAsync("staff");
        var eventId = await alice.SayAsync(room, "read me");
        var (sinceAlice, sinceBob) = (await alice.NowAsync(), await bob.NowAsync());

        await bob.OkAsync(HttpMethod.Post, Path(room, "receipt/m.read", eventId), new JsonObject());
        await bob.OkAsync(HttpMethod.Post, Path(room, "receipt/m.read.private", eventId));

        var seen = Receipt(await alice.SyncAsync(sinceAlice), room)!;
        Assert.NotNull(seen["content"]![eventId]!["m.read"]!["@bob:localhost"]!["ts"]);
        Assert.Null(seen["content"]![eventId]!["m.read.private"]);
        Assert.Null(seen["room_id"]);
        Assert.NotNull(Receipt(await bob.SyncAsync(sinceBob), room)!["content"]![eventId]!["m.read.private"]!["@bob:localhost"]);
        Assert.NotNull(Receipt(await alice.SyncAsync(), room)!["content"]![eventId]!["m.read"]!["@bob:localhost"]);
    }

    [Fact]
    public async Task Sets_both_markers_at_once()
    {
        using var alice = await server.LogInAsync("alice", "analysts");
        var room = await alice.RoomIdAsync("analysts");
        var eventId = await alice.SayAsync(room, "read me");
        var since = await alice.NowAsync();

        await alice.OkAsync(
            HttpMethod.Post, $"{V3}/rooms/{Escape(room)}/read_markers", new JsonObject { ["m.fully_read"] = eventId, ["m.read"] = eventId });

        var joined = (await alice.SyncAsync(since))["rooms"]!["join"]![room]!;
        var marker = Assert.Single(joined["account_data"]!["events"]!.AsArray())!;
        Assert.Equal("m.fully_read", (string?)marker["type"]);
        Assert.Equal(eventId, (string?)marker["content"]!["event_id"]);
        Assert.Equal("m.receipt", (string?)Assert.Single(joined["ephemeral"]!["events"]!.AsArray())!["type"]);
    }

    [Fact]
    public async Task Counts_what_is_unread_until_it_is_read()
    {
        using var alice = await server.LogInAsync("alice", "experiencers");
        using var bob = await server.LogInAsync("bob", "experiencers");
        var room = await alice.RoomIdAsync("experiencers");
        await alice.SayAsync(room, "one");
        await alice.OkAsync(
            HttpMethod.Put, $"{V3}/rooms/{Escape(room)}/send/m.room.message/mention",
            new JsonObject { ["msgtype"] = "m.text", ["body"] = "bob?", ["m.mentions"] = new JsonObject { ["user_ids"] = new JsonArray("@bob:localhost") } });
        await alice.OkAsync(
            HttpMethod.Put, $"{V3}/rooms/{Escape(room)}/send/m.room.message/notice", new JsonObject { ["msgtype"] = "m.notice", ["body"] = "beep" });
        var last = await alice.SayAsync(room, "three");

        var unread = (await bob.SyncAsync())["rooms"]!["join"]![room]!["unread_notifications"]!;
        Assert.Equal((3, 1), ((int)unread["notification_count"]!, (int)unread["highlight_count"]!));

        await bob.OkAsync(HttpMethod.Post, Path(room, "receipt/m.read", last), new JsonObject());
        unread = (await bob.SyncAsync())["rooms"]!["join"]![room]!["unread_notifications"]!;
        Assert.Equal((0, 0), ((int)unread["notification_count"]!, (int)unread["highlight_count"]!));
    }

    [Fact]
    public async Task Never_goes_back()
    {
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var (first, second) = (await alice.SayAsync(room, "first"), await alice.SayAsync(room, "second"));
        await alice.OkAsync(HttpMethod.Post, Path(room, "receipt/m.read", second), new JsonObject());
        var since = await alice.NowAsync();

        await alice.OkAsync(HttpMethod.Post, Path(room, "receipt/m.read", first), new JsonObject());

        Assert.Empty((await alice.SyncAsync(since))["rooms"]!["join"]!.AsObject());
    }

    [Fact]
    public async Task Refuses_what_cannot_be_read()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        using var olga = await server.LogInAsync("olga");
        var room = await alice.RoomIdAsync("staff");
        var eventId = await alice.SayAsync(room, "staff only");

        await olga.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Post, Path(room, "receipt/m.read", eventId), new JsonObject());
        await alice.RefusedAsync(HttpStatusCode.NotFound, "M_NOT_FOUND", HttpMethod.Post, Path(room, "receipt/m.read", "$made-up"), new JsonObject());
        await alice.RefusedAsync(HttpStatusCode.BadRequest, "M_INVALID_PARAM", HttpMethod.Post, Path(room, "receipt/m.seen", eventId), new JsonObject());
    }

    private static string Path(string room, string what, string eventId) => $"{V3}/rooms/{Escape(room)}/{what}/{Escape(eventId)}";

    private static JsonNode? Receipt(JsonObject sync, string room) =>
        sync["rooms"]!["join"]![room]!["ephemeral"]!["events"]!.AsArray().SingleOrDefault(item => (string?)item!["type"] == "m.receipt");
}
