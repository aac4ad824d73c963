using System.Net;
using System.Text.Json.Nodes;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests;

/// <summary>People chat through edge, lock and homeserver with tokens of the identity tier.</summary>
[Collection(nameof(SharedInstance))]
public sealed class ChatTests(SharedInstance shared)
{
    private readonly BulwarkInstance _instance = shared.Instance;

    [Theory]
    [InlineData("chat-none", null, "The Red Room")]
    [InlineData("chat-staff", "staff", "Staff", "The Red Room")]
    [InlineData("chat-analyst", "analysts", "Analysts", "The Red Room")]
    [InlineData("chat-both", "analysts,experiencers", "Analysts", "Experiencers", "The Red Room")]
    public async Task Sees_the_rooms_of_the_groups_and_no_others(string user, string? groups, params string[] expected)
    {
        using var edge = _instance.CreateEdgeClient();
        var client = await SignInAsync(edge, user, groups);

        Assert.Equal(expected, await client.RoomNamesAsync());
    }

    [Fact]
    public async Task Loses_the_room_with_the_group()
    {
        using var edge = _instance.CreateEdgeClient();
        var before = await SignInAsync(edge, "chat-mover", "staff");
        Assert.Equal(["Staff", "The Red Room"], await before.RoomNamesAsync());

        var after = await SignInAsync(edge, "chat-mover", "analysts");

        Assert.Equal(["Analysts", "The Red Room"], await after.RoomNamesAsync());
    }

    [Fact]
    public async Task A_message_reaches_a_waiting_sync()
    {
        using var edge = _instance.CreateEdgeClient();
        var alice = await SignInAsync(edge, "chat-alice", null);
        var bob = await SignInAsync(edge, "chat-bob", null);
        var room = await alice.RoomIdAsync("red-room");
        var since = (string)(await bob.SyncAsync())["next_batch"]!;

        // The token may lie before joins that are still on their way to bob; he syncs until he is caught up and really waits.
        since = await CatchUpAsync(bob, since);
        var waiting = bob.SyncAsync(since, 30_000);
        await alice.SendTextAsync(room, "m1", "hello bob");

        var timeline = (await waiting)["rooms"]!["join"]![room]!["timeline"]!["events"]!.AsArray();
        Assert.Equal("hello bob", (string)timeline.Single(e => (string)e!["type"]! == "m.room.message")!["content"]!["body"]!);
    }

    [Fact]
    public async Task The_same_transaction_sends_once()
    {
        using var edge = _instance.CreateEdgeClient();
        var client = await SignInAsync(edge, "chat-once", null);
        var room = await client.RoomIdAsync("red-room");

        var first = await client.SendTextAsync(room, "same", "only once");
        var second = await client.SendTextAsync(room, "same", "only once");

        Assert.Equal(first, second);
        Assert.Single(await client.HistoryAsync(room), body => body == "only once");
    }

    [Fact]
    public async Task Identifiers_reach_the_homeserver_byte_for_byte()
    {
        using var edge = _instance.CreateEdgeClient();
        var client = await SignInAsync(edge, "chat-staff-2", "staff");
        var room = Uri.EscapeDataString(await client.RoomIdAsync("red-room"));

        // No such state: what matters is that each spelling arrives as the one state key that it is.
        foreach (var key in new[] { "a%2Fb", "a%252Fb", "%C3%A9", "a.b", "%24%21%23", "x%3Ay" })
        {
            using var response = await client.TrySendAsync(HttpMethod.Get, $"/_matrix/client/v3/rooms/{room}/state/org.example/{key}", null, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains("M_NOT_FOUND", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/_matrix/client/v3/register")]
    [InlineData("/_matrix/client/v3/createRoom")]
    public async Task Nobody_registers_or_makes_rooms(string path)
    {
        using var edge = _instance.CreateEdgeClient();
        var client = await SignInAsync(edge, "chat-maker", "staff");

        using var response = await client.TrySendAsync(HttpMethod.Post, path, new JsonObject(), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task An_access_token_does_not_sign_in()
    {
        using var edge = _instance.CreateEdgeClient();
        var token = await _instance.TokenAsync("--user", "chat-access", "--use", "access");

        using var response = await edge.PostAsync(
            "/_matrix/client/v3/login",
            new StringContent(new JsonObject { ["type"] = "org.matrix.login.jwt", ["token"] = token }.ToJsonString()),
            TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private async Task<MatrixClient> SignInAsync(HttpClient edge, string user, string? groups) =>
        await MatrixClient.SignInAsync(edge, await _instance.TokenAsync(["--user", user, .. groups is null ? Array.Empty<string>() : ["--groups", groups]]));

    private static async Task<string> CatchUpAsync(MatrixClient client, string since)
    {
        while (true)
        {
            var next = (string)(await client.SyncAsync(since))["next_batch"]!;
            if (next == since)
                return since;

            since = next;
        }
    }
}
