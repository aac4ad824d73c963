using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.AccountData;

public sealed class AccountDataEndpointsTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Fact]
    public async Task Keeps_no_more_than_a_first_sync_can_hold()
    {
        using var alice = await server.LogInAsync("alice");
        var path = $"{V3}/user/{alice.UserId}/account_data/x.";
        var item = new JsonObject { ["x"] = new string('x', 65_000) };
        for (var i = 0; i < 16; i++)
            await alice.OkAsync(HttpMethod.Put, path + i, item.DeepClone());

        await alice.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, "M_TOO_LARGE", HttpMethod.Put, path + "more", item.DeepClone());
        await alice.OkAsync(HttpMethod.Put, path + "0", new JsonObject());
        await alice.OkAsync(HttpMethod.Put, path + "more", item.DeepClone());
    }

    [Fact]
    public async Task Keeps_the_last_value_and_tells_the_other_devices()
    {
        using var laptop = await server.LogInAsync("alice");
        using var phone = await server.LogInAsync("alice");
        using var bob = await server.LogInAsync("bob");
        var room = await laptop.RoomIdAsync("red-room");
        var (global, inRoom) = ($"{V3}/user/{laptop.UserId}/account_data/x.color", $"{V3}/user/{laptop.UserId}/rooms/{Escape(room)}/account_data/x.color");
        var since = await phone.NowAsync();
        var sinceBob = await bob.NowAsync();

        foreach (var color in new[] { "red", "blue" })
        {
            await laptop.OkAsync(HttpMethod.Put, global, new JsonObject { ["color"] = color });
            await laptop.OkAsync(HttpMethod.Put, inRoom, new JsonObject { ["room color"] = color });
        }

        Assert.Equal("""{"color":"blue"}""", (await phone.OkGetAsync(global)).ToJsonString());
        Assert.Equal("""{"room color":"blue"}""", (await phone.OkGetAsync(inRoom)).ToJsonString());
        foreach (var sync in new[] { await phone.SyncAsync(since), await phone.SyncAsync() })
        {
            Assert.Equal("blue", (string?)Last(sync["account_data"]!)["color"]);
            Assert.Equal("blue", (string?)Last(sync["rooms"]!["join"]![room]!["account_data"]!)["room color"]);
        }

        Assert.Empty((await bob.SyncAsync(sinceBob))["account_data"]!["events"]!.AsArray());
    }

    [Fact]
    public async Task Belongs_to_its_user_and_has_limits()
    {
        using var alice = await server.LogInAsync("alice");
        using var bob = await server.LogInAsync("bob");
        var path = $"{V3}/user/{alice.UserId}/account_data/";
        await alice.OkAsync(HttpMethod.Put, path + "x.own", new JsonObject());

        await bob.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Get, path + "x.own");
        await bob.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, path + "x.own", new JsonObject());
        await alice.RefusedAsync(HttpStatusCode.NotFound, "M_NOT_FOUND", HttpMethod.Get, path + "x.other");
        await alice.RefusedAsync(HttpStatusCode.MethodNotAllowed, "M_UNRECOGNIZED", HttpMethod.Put, path + "m.push_rules", new JsonObject());
        await alice.RefusedAsync(HttpStatusCode.MethodNotAllowed, "M_UNRECOGNIZED", HttpMethod.Put, path + "m.fully_read", new JsonObject());
        await alice.RefusedAsync(
            HttpStatusCode.RequestEntityTooLarge, "M_TOO_LARGE", HttpMethod.Put, path + "x.big", new JsonObject { ["x"] = new string('x', 70_000) });
        await alice.RefusedAsync(
            HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, $"{V3}/user/{alice.UserId}/rooms/!nothing:localhost/account_data/x", new JsonObject());
    }

    private static JsonNode Last(JsonNode section) => section["events"]!.AsArray().Last(item => (string?)item!["type"] == "x.color")!["content"]!;
}
