using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Rooms;

public sealed class SendEndpointTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"\ud800":1,"\ud801":2}""")]
    [InlineData("""{"body":"\udc00"}""")]
    [InlineData("""{"body":"\ud83d x \ude00"}""")]
    public async Task Refuses_half_of_a_surrogate_pair(string body)
    {
        using var alice = await server.LogInAsync("alice", "staff");
        var room = await alice.RoomIdAsync("staff");

        var (status, json) = await alice.SendTextAsync(HttpMethod.Put, $"{V3}/rooms/{Escape(room)}/send/m.room.message/half", body);

        Assert.Equal((HttpStatusCode.BadRequest, "M_BAD_JSON"), (status, (string?)json!["errcode"]));
    }

    [Fact]
    public async Task Takes_content_as_deep_as_every_client_can_read_and_refuses_deeper()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        var room = await alice.RoomIdAsync("staff");
        var since = await alice.NowAsync();

        Assert.Equal(HttpStatusCode.OK, await SendDeepAsync(50));
        Assert.Single(Timeline(await alice.SyncAsync(since), room));
        Assert.Equal(HttpStatusCode.BadRequest, await SendDeepAsync(51));
        Assert.Equal(HttpStatusCode.BadRequest, await SendDeepAsync(64));
        Assert.Equal(HttpStatusCode.BadRequest, await SendDeepAsync(65));

        async Task<HttpStatusCode> SendDeepAsync(int depth) => (await alice.SendTextAsync(
            HttpMethod.Put,
            $"{V3}/rooms/{Escape(room)}/send/x.deep/depth{depth}",
            $"{string.Concat(Enumerable.Repeat("""{"a":""", depth))}1{new string('}', depth)}")).Status;
    }

    [Fact]
    public async Task Shows_a_message_to_the_others_in_the_room()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        using var bob = await server.LogInAsync("bob", "staff");
        var room = await alice.RoomIdAsync("staff");
        var since = await bob.NowAsync();

        var eventId = await alice.SayAsync(room, "Hello, Bob \u2764");

        var seen = Assert.Single(Timeline(await bob.SyncAsync(since), room));
        Assert.Equal(eventId, (string?)seen["event_id"]);
        Assert.Equal("Hello, Bob \u2764", (string?)seen["content"]!["body"]);
        Assert.Equal("@alice:localhost", (string?)seen["sender"]);
    }

    [Fact]
    public async Task Gives_the_same_event_for_the_same_transaction()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        var (room, other) = (await alice.RoomIdAsync("staff"), await alice.RoomIdAsync("red-room"));

        var first = await alice.SayAsync(room, "once", "same");
        Assert.Equal(first, await alice.SayAsync(room, "once", "same"));
        Assert.Equal(first, await alice.SayAsync(room, "other content", "same"));
        Assert.NotEqual(first, await alice.SayAsync(other, "once", "same"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Gives_one_event_to_many_requests_of_one_transaction_at_once()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        var room = await alice.RoomIdAsync("staff");
        var since = await alice.NowAsync();

        var eventIds = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => alice.SayAsync(room, "again", "retried")));

        Assert.Single(eventIds.Distinct(StringComparer.Ordinal));
        Assert.Single(Timeline(await alice.SyncAsync(since), room));
    }

    [Fact]
    public async Task Ties_transactions_to_the_device()
    {
        using var laptop = server.Anonymous();
        using var again = server.Anonymous();
        using var phone = server.Anonymous();
        await laptop.LogInAsync(server.Issuer.IdToken("erin"), "LAPTOP");
        var room = await laptop.RoomIdAsync("red-room");
        var first = await laptop.SayAsync(room, "hi", "tx");

        await again.LogInAsync(server.Issuer.IdToken("erin"), "LAPTOP");
        await phone.LogInAsync(server.Issuer.IdToken("erin"), "PHONE");

        Assert.Equal(first, await again.SayAsync(room, "hi", "tx"));
        Assert.NotEqual(first, await phone.SayAsync(room, "hi", "tx"), StringComparer.Ordinal);
        var path = $"{V3}/rooms/{Escape(room)}/event/{Escape(first)}";
        Assert.Equal("tx", (string?)(await again.OkGetAsync(path))["unsigned"]!["transaction_id"]);
        Assert.Null((await phone.OkGetAsync(path))["unsigned"]!["transaction_id"]);
    }

    [Fact]
    public async Task Remembers_transactions_over_a_restart()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var alice = await own.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var first = await alice.SayAsync(room, "before", "tx");

        await own.StopAsync();
        await own.StartAsync();

        Assert.Equal(first, await alice.SayAsync(room, "after", "tx"));
    }

    [Theory]
    [InlineData("""{"body":1.5}""", HttpStatusCode.BadRequest, "M_BAD_JSON")]
    [InlineData("""{"body":1e3}""", HttpStatusCode.BadRequest, "M_BAD_JSON")]
    [InlineData("""{"body":9007199254740992}""", HttpStatusCode.BadRequest, "M_BAD_JSON")]
    [InlineData("""{"body":-9007199254740992}""", HttpStatusCode.BadRequest, "M_BAD_JSON")]
    [InlineData("""{"body":"\ud800"}""", HttpStatusCode.BadRequest, "M_BAD_JSON")]
    [InlineData("""{"body":"x","\ud800":1}""", HttpStatusCode.BadRequest, "M_BAD_JSON")]
    [InlineData("""{"body":NaN}""", HttpStatusCode.BadRequest, "M_NOT_JSON")]
    [InlineData("""{"body":Infinity}""", HttpStatusCode.BadRequest, "M_NOT_JSON")]
    [InlineData("""{"body":1,"body":2}""", HttpStatusCode.BadRequest, "M_NOT_JSON")]
    [InlineData("""{"body":"x"} trailing""", HttpStatusCode.BadRequest, "M_NOT_JSON")]
    [InlineData("""["body"]""", HttpStatusCode.BadRequest, "M_NOT_JSON")]
    [InlineData("\"body\"", HttpStatusCode.BadRequest, "M_NOT_JSON")]
    public async Task Refuses_what_is_no_event_content(string body, HttpStatusCode status, string errcode)
    {
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var answer = await alice.SendTextAsync(HttpMethod.Put, $"{V3}/rooms/{Escape(room)}/send/m.room.message/{Guid.NewGuid()}", body);

        Assert.Equal((status, errcode), (answer.Status, (string?)answer.Json!["errcode"]));
    }

    [Fact]
    public async Task Refuses_bytes_that_are_not_utf8()
    {
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var answer = await alice.SendBytesAsync(
            HttpMethod.Put, $"{V3}/rooms/{Escape(room)}/send/m.room.message/bytes", [.. "{\"body\":\""u8, 0xC3, 0x28, .. "\"}"u8]);

        Assert.Equal((HttpStatusCode.BadRequest, "M_NOT_JSON"), (answer.Status, (string?)answer.Json!["errcode"]));
    }

    [Theory]
    [InlineData(64_000, HttpStatusCode.OK)]
    [InlineData(65_600, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(300_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Takes_events_up_to_the_limit(int size, HttpStatusCode expected)
    {
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var (status, json) = await alice.SendAsync(
            HttpMethod.Put, $"{V3}/rooms/{Escape(room)}/send/m.room.message/size{size}", new JsonObject { ["body"] = new string('a', size) });

        Assert.Equal(expected, status);
        if (expected != HttpStatusCode.OK)
            Assert.Equal("M_TOO_LARGE", (string?)json!["errcode"]);
    }

    [Fact]
    public async Task Refuses_deep_nesting()
    {
        using var alice = await server.LogInAsync("alice");
        var room = await alice.RoomIdAsync("red-room");
        var body = "{\"a\":" + new string('[', 1000) + new string(']', 1000) + "}";
        var answer = await alice.SendTextAsync(HttpMethod.Put, $"{V3}/rooms/{Escape(room)}/send/m.room.message/deep", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task Refuses_whoever_is_not_in_the_room()
    {
        using var staff = await server.LogInAsync("sam", "staff");
        using var outsider = await server.LogInAsync("olga");
        var room = await staff.RoomIdAsync("staff");
        foreach (var target in new[] { room, "!made-up:localhost" })
        {
            await outsider.RefusedAsync(
                HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, $"{V3}/rooms/{Escape(target)}/send/m.room.message/1", new JsonObject { ["body"] = "hi" });
        }
    }
}
