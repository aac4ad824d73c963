using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Tests.Testing;
using Microsoft.Extensions.Time.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Typing;

public sealed class TypingEndpointTests
{
    [Fact]
    public async Task Shows_who_types_until_they_stop_or_the_time_is_up()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await HomeserverFixture.StartNewAsync(time: time);
        using var alice = await server.LogInAsync("alice");
        using var bob = await server.LogInAsync("bob");
        var room = await alice.RoomIdAsync("red-room");
        var since = await bob.NowAsync();

        await TypeAsync(alice, room, true, 20_000);
        var sync = await bob.SyncAsync(since);
        Assert.Equal(["@alice:localhost"], Typing(sync, room));
        Assert.Empty((await bob.SyncAsync(NextBatch(sync)))["rooms"]!["join"]!.AsObject());
        Assert.Equal(["@alice:localhost"], Typing(await bob.SyncAsync(), room));

        time.Advance(TimeSpan.FromSeconds(20));
        sync = await bob.SyncAsync(NextBatch(sync));
        Assert.Equal([], Typing(sync, room));

        await TypeAsync(alice, room, true, 20_000);
        sync = await bob.SyncAsync(NextBatch(sync));
        Assert.Equal(["@alice:localhost"], Typing(sync, room));
        await TypeAsync(alice, room, false);
        Assert.Equal([], Typing(await bob.SyncAsync(NextBatch(sync)), room));
    }

    [Fact]
    public async Task Wakes_the_room_and_nobody_else()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        using var alice = await server.LogInAsync("alice", "staff");
        using var bob = await server.LogInAsync("bob", "staff");
        using var olga = await server.LogInAsync("olga");
        var room = await alice.RoomIdAsync("staff");
        var sinceOlga = await olga.NowAsync();
        var waiting = bob.SyncAsync(await bob.NowAsync(), timeoutMs: 30_000);

        await TypeAsync(alice, room, true);

        Assert.Equal(["@alice:localhost"], Typing(await waiting, room));
        Assert.Empty((await olga.SyncAsync(sinceOlga))["rooms"]!["join"]!.AsObject());
        await olga.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, Path(olga, room), new JsonObject { ["typing"] = true });
        await olga.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, Path(alice, room), new JsonObject { ["typing"] = true });
        await alice.RefusedAsync(HttpStatusCode.BadRequest, "M_MISSING_PARAM", HttpMethod.Put, Path(alice, room), new JsonObject());
    }

    private static string Path(MatrixClient client, string room) => $"{V3}/rooms/{Escape(room)}/typing/{client.UserId}";

    private static Task TypeAsync(MatrixClient client, string room, bool isTyping, int timeoutMs = 10_000) =>
        client.OkAsync(HttpMethod.Put, Path(client, room), new JsonObject { ["typing"] = isTyping, ["timeout"] = timeoutMs });

    private static IReadOnlyList<string> Typing(JsonObject sync, string room) =>
    [
        .. sync["rooms"]!["join"]![room]!["ephemeral"]!["events"]!.AsArray()
            .Single(item => (string?)item!["type"] == "m.typing")!["content"]!["user_ids"]!.AsArray().Select(item => (string)item!),
    ];
}
