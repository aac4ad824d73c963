using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Rooms;

public sealed class RedactEndpointTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Fact]
    public async Task Takes_the_content_away_everywhere()
    {
        using var alice = await server.LogInAsync("alice");
        using var bob = await server.LogInAsync("bob");
        var room = await alice.RoomIdAsync("red-room");
        var since = await bob.NowAsync();
        var eventId = await alice.SayAsync(room, "a secret slip");
        var redaction = await RedactAsync(alice, room, eventId, "1");

        var seen = await bob.OkGetAsync($"{V3}/rooms/{Escape(room)}/event/{Escape(eventId)}");
        Assert.Empty(seen["content"]!.AsObject());
        Assert.Equal(redaction, (string?)seen["unsigned"]!["redacted_because"]!["event_id"]);
        Assert.Equal("oops", (string?)seen["unsigned"]!["redacted_because"]!["content"]!["reason"]);

        var timeline = Timeline(await bob.SyncAsync(since), room);
        Assert.Empty(timeline[0]["content"]!.AsObject());
        Assert.Equal(eventId, (string?)timeline[1]["redacts"]);
        Assert.Equal(eventId, (string?)timeline[1]["content"]!["redacts"]);
        Assert.Equal(redaction, await RedactAsync(alice, room, eventId, "1"));
        Assert.NotEqual(redaction, await RedactAsync(alice, room, eventId, "2"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Takes_the_content_off_the_disk_and_keeps_the_event_id()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var eventId = await alice.SayAsync(room, "a secret slip");
        await RedactAsync(alice, room, eventId, "1");

        var json = await own.Part<HomeserverDatabase>().ReadAsync(
            connection => (byte[])connection.Scalar("SELECT json FROM events WHERE event_id = $1", eventId)!, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("slip", System.Text.Encoding.UTF8.GetString(json), StringComparison.Ordinal);
        Assert.Equal(eventId, Homeserver.Events.EventSeal.EventId(json));

        await own.StopAsync();
        await own.StartAsync();
        var seen = await alice.OkGetAsync($"{V3}/rooms/{Escape(room)}/event/{Escape(eventId)}");
        Assert.Equal("oops", (string?)seen["unsigned"]!["redacted_because"]!["content"]!["reason"]);
    }

    [Fact]
    public async Task Is_for_the_sender_only_in_a_room_without_power()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        using var bob = await server.LogInAsync("bob", "staff");
        using var olga = await server.LogInAsync("olga");
        var room = await alice.RoomIdAsync("staff");
        var eventId = await alice.SayAsync(room, "mine");

        await bob.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, Path(room, eventId, "1"), new JsonObject());
        await olga.RefusedAsync(HttpStatusCode.NotFound, "M_NOT_FOUND", HttpMethod.Put, Path(room, eventId, "1"), new JsonObject());
        await alice.RefusedAsync(HttpStatusCode.NotFound, "M_NOT_FOUND", HttpMethod.Put, Path(room, "$made-up", "1"), new JsonObject());
        Assert.Equal("mine", (string?)(await bob.OkGetAsync($"{V3}/rooms/{Escape(room)}/event/{Escape(eventId)}"))["content"]!["body"]);
    }

    private static async Task<string> RedactAsync(MatrixClient client, string room, string eventId, string transactionId) =>
        (string)(await client.OkAsync(HttpMethod.Put, Path(room, eventId, transactionId), new JsonObject { ["reason"] = "oops" }))["event_id"]!;

    private static string Path(string room, string eventId, string transactionId) => $"{V3}/rooms/{Escape(room)}/redact/{Escape(eventId)}/{transactionId}";
}
