using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Rooms;
using Bulwark.Homeserver.Streams;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Streams;

public sealed class EventLogTests
{
    [Fact]
    public async Task Gives_many_senders_one_order_in_which_each_message_stands_once()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => server.LogInAsync($"user{i}")));
        var room = await clients[0].RoomIdAsync("red-room");
        var since = await clients[0].NowAsync();

        var sent = await Task.WhenAll(clients.SelectMany((client, i) => Enumerable.Range(0, 20).Select(n => client.SayAsync(room, $"{i}/{n}"))));

        var history = await HistoryAsync(clients[0], room, since);
        Assert.Equal(sent.Order(StringComparer.Ordinal), history.Order(StringComparer.Ordinal));
        var rows = await server.Part<HomeserverDatabase>().ReadAsync(
            connection => connection.Query("SELECT event_id, json FROM events WHERE room_id = $1 ORDER BY position", row => (Id: row.GetString(0), Json: (byte[])row[1]), room),
            TestContext.Current.CancellationToken);
        for (var i = 1; i < rows.Count; i++)
        {
            var pdu = JsonNode.Parse(rows[i].Json)!;
            Assert.Equal(rows[i - 1].Id, (string?)Assert.Single(pdu["prev_events"]!.AsArray()));
            Assert.Equal(i + 1, (int)pdu["depth"]!);
            Assert.Equal(rows[i].Id, EventSeal.EventId(rows[i].Json));
        }

        foreach (var client in clients)
            client.Dispose();
    }

    [Fact]
    public async Task Shows_a_reader_every_message_once_and_in_order_while_others_write()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        using var reader = await server.LogInAsync("reader");
        using var writer = await server.LogInAsync("writer");
        var room = await reader.RoomIdAsync("red-room");
        var since = await reader.NowAsync();
        var start = since;

        var writing = Task.WhenAll(Enumerable.Range(0, 300).Select(i => writer.SayAsync(room, $"m{i}")));
        var seen = new List<string>();
        while (seen.Count < 300)
        {
            var sync = await reader.SyncAsync(since, timeoutMs: 5_000, filter: """{"room":{"timeline":{"limit":100}}}""");
            var timeline = sync["rooms"]!["join"]![room]!["timeline"]!;
            if ((bool)timeline["limited"]!)
                seen.AddRange(await HistoryAsync(reader, room, since, (string)timeline["prev_batch"]!));

            seen.AddRange(Timeline(sync, room).Select(item => (string)item["event_id"]!));
            since = NextBatch(sync);
        }

        await writing;
        Assert.Equal(await HistoryAsync(reader, room, start), seen);
    }

    [Fact]
    public async Task Keeps_every_acknowledged_message_when_the_process_dies()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var since = await alice.NowAsync();
        var acknowledged = new List<string>();
        for (var i = 0; i < 50; i++)
            acknowledged.Add(await alice.SayAsync(room, $"m{i}"));

        // What a dead process leaves behind: the files as they are now, with the write-ahead log not merged.
        await using var survivor = await HomeserverFixture.StartNewAsync();
        await survivor.StopAsync();
        CopyDatabase(server.Environment.Data.Databases, survivor.Environment.Data.Databases);

        await survivor.StartAsync();
        using var again = survivor.Anonymous();
        again.AccessToken = alice.AccessToken;
        Assert.Equal(acknowledged, await HistoryAsync(again, room, since));
        await again.SayAsync(room, "and on", "after");
        Assert.Equal("and on", Bodies(Timeline(await again.SyncAsync(), room))[^1]);
    }

    [Fact]
    public async Task Refuses_messages_while_the_storage_is_full_and_takes_them_again_afterwards()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var path = $"{V3}/rooms/{Escape(room)}/send/m.room.message/";
        var since = await alice.NowAsync();
        var earlier = await alice.SayAsync(room, "earlier");
        var big = new JsonObject { ["body"] = new string('x', 50_000) };

        await SetMaxPagesAsync(server, "PRAGMA max_page_count = 1");
        var refusal = await alice.RefusedAsync(HttpStatusCode.ServiceUnavailable, "M_UNKNOWN", HttpMethod.Put, path + "1", big);
        Assert.Contains("storage is full", (string?)refusal["error"], StringComparison.Ordinal);
        await alice.RefusedAsync(HttpStatusCode.ServiceUnavailable, "M_UNKNOWN", HttpMethod.Put, path + "2", big);
        Assert.Equal("earlier", (string?)(await alice.OkGetAsync($"{V3}/rooms/{Escape(room)}/event/{Escape(earlier)}"))["content"]!["body"]);
        Assert.Equal(["earlier"], Bodies(Timeline(await alice.SyncAsync(since), room)));

        await SetMaxPagesAsync(server, "PRAGMA max_page_count = 1000000");
        var retried = (string)(await alice.OkAsync(HttpMethod.Put, path + "1", big))["event_id"]!;
        var later = await alice.SayAsync(room, "later");
        Assert.Equal([earlier, retried, later], await HistoryAsync(alice, room, since));
    }

    [Fact]
    public async Task Fails_only_the_write_that_is_bad()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        var log = server.Part<EventLog>();
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i => await Record.ExceptionAsync(() => log.WriteAsync(transaction => i == 50
            ? throw new InvalidOperationException("bad")
            : transaction.Execute("INSERT INTO users (user_id, issuer, subject, created_at, token_issued_at) VALUES ($1, '', '', 0, 0)", $"@u{i}:x")))));

        Assert.Equal("bad", Assert.Single(results.OfType<InvalidOperationException>()).Message);
        Assert.Equal(99, results.Count(result => result is null));
        Assert.Equal(99L, await server.Part<HomeserverDatabase>().ReadAsync(
            connection => (long)connection.Scalar("SELECT count(*) FROM users")!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Voids_what_rests_on_a_write_that_failed()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var before = (await server.Part<RoomTable>().FindAsync(room))!;
        using var gate = new ManualResetEventSlim();
        var blocking = server.Part<EventLog>().WriteAsync(_ => gate.Wait(TimeSpan.FromSeconds(10), CancellationToken.None));

        var first = before.Take(_ => Say("first"));
        var second = before.Take(_ => Say("second"));
        before.Fault();
        gate.Set();
        await blocking;

        await Assert.ThrowsAsync<WriteVoidedException>(() => first.Durable);
        await Assert.ThrowsAsync<WriteVoidedException>(() => second.Durable);
        Assert.True(before.Take(_ => RoomChange.Nothing).HasMoved);
        await alice.SayAsync(room, "third");
        Assert.Equal(["third"], Bodies(Timeline(await alice.SyncAsync(), room)));

        static RoomChange Say(string text) =>
            new EventDraft("m.room.message", null, "@alice:localhost", Encoding.UTF8.GetBytes($$"""{"body":"{{text}}"}"""));
    }

    [Fact]
    public async Task Never_gives_a_position_twice_over_a_restart()
    {
        await using var server = await HomeserverFixture.StartNewAsync();
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        await alice.OkAsync(HttpMethod.Put, $"{V3}/user/{alice.UserId}/account_data/x", new JsonObject());
        var since = await alice.NowAsync();
        await server.StopAsync();
        await server.StartAsync();

        await alice.SayAsync(room, "news");
        Assert.Equal(["news"], Bodies(Timeline(await alice.SyncAsync(since), room)));
    }

    private static void CopyDatabase(string from, string to)
    {
        foreach (var file in System.IO.Directory.GetFiles(to))
            File.Delete(file);

        // The -shm file is an index of the log that SQLite makes again.
        foreach (var file in System.IO.Directory.GetFiles(from).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static Task SetMaxPagesAsync(HomeserverFixture server, string pragma) =>
        server.Part<EventLog>().WriteAsync(transaction => transaction.Scalar(pragma));

    private static async Task<IReadOnlyList<string>> HistoryAsync(MatrixClient client, string room, string from, string? to = null)
    {
        var history = new List<string>();
        while (true)
        {
            var page = await client.OkGetAsync($"{V3}/rooms/{Escape(room)}/messages?dir=f&limit=100&from={from}{(to is null ? "" : $"&to={to}")}");
            history.AddRange(page["chunk"]!.AsArray().Select(item => (string)item!["event_id"]!));
            if ((string?)page["end"] is not { } end)
                return history;

            from = end;
        }
    }
}
