using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Profile;

public sealed class ProfileEndpointsTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Fact]
    public async Task Loses_neither_of_two_changes_at_once()
    {
        using var alice = await server.LogInAsync("alice");
        var profile = $"{V3}/profile/{alice.UserId}";
        var member = $"{V3}/rooms/{Escape(await alice.RoomIdAsync("red-room"))}/state/m.room.member/{Escape(alice.UserId)}";
        for (var i = 0; i < 20; i++)
        {
            var (name, avatar) = ($"Alice {i}", $"mxc://localhost/{i}");
            await Task.WhenAll(
                alice.OkAsync(HttpMethod.Put, profile + "/displayname", new JsonObject { ["displayname"] = name }),
                alice.OkAsync(HttpMethod.Put, profile + "/avatar_url", new JsonObject { ["avatar_url"] = avatar }));

            foreach (var shown in new[] { await alice.OkGetAsync(profile), await alice.OkGetAsync(member) })
                Assert.Equal((name, avatar), ((string?)shown["displayname"], (string?)shown["avatar_url"]));
        }
    }

    [Fact]
    public async Task Refuses_a_name_that_is_no_text()
    {
        using var alice = await server.LogInAsync("alice");

        var (status, json) = await alice.SendTextAsync(HttpMethod.Put, $"{V3}/profile/{alice.UserId}/displayname", """{"displayname":"\ud800"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "M_BAD_JSON"), (status, (string?)json!["errcode"]));
    }

    [Fact]
    public async Task Shows_a_change_in_every_room_of_the_user()
    {
        using var alice = await server.LogInAsync("alice", "staff");
        using var bob = await server.LogInAsync("bob", "staff");
        var profile = $"{V3}/profile/{alice.UserId}";
        var since = await bob.NowAsync();

        await alice.OkAsync(HttpMethod.Put, profile + "/displayname", new JsonObject { ["displayname"] = "Alice \U0001F600" });
        await alice.OkAsync(HttpMethod.Put, profile + "/avatar_url", new JsonObject { ["avatar_url"] = "mxc://localhost/abc" });

        var sync = await bob.SyncAsync(since);
        foreach (var alias in new[] { "staff", "red-room" })
        {
            var change = Timeline(sync, await bob.RoomIdAsync(alias))[^1];
            Assert.Equal("Alice \U0001F600", (string?)change["content"]!["displayname"]);
            Assert.Equal("mxc://localhost/abc", (string?)change["content"]!["avatar_url"]);
            Assert.Equal("join", (string?)change["content"]!["membership"]);
        }

        Assert.Equal("mxc://localhost/abc", (string?)(await bob.OkGetAsync(profile))["avatar_url"]);
        Assert.Equal("Alice \U0001F600", (string?)(await bob.OkGetAsync(profile + "/displayname"))["displayname"]);
        Assert.Single(await bob.OkGetAsync(profile + "/avatar_url"));
    }

    [Fact]
    public async Task Begins_with_the_localpart_and_can_be_emptied()
    {
        using var carol = await server.LogInAsync("carol");
        var profile = $"{V3}/profile/{carol.UserId}";
        Assert.Equal("""{"displayname":"carol"}""", (await carol.OkGetAsync(profile)).ToJsonString());

        await carol.OkAsync(HttpMethod.Put, profile + "/displayname", new JsonObject { ["displayname"] = "" });
        Assert.Equal("{}", (await carol.OkGetAsync(profile)).ToJsonString());
    }

    [Fact]
    public async Task Belongs_to_its_user_and_is_shown_to_users_only()
    {
        using var alice = await server.LogInAsync("alice");
        using var bob = await server.LogInAsync("bob");
        using var anonymous = server.Anonymous();
        var profile = $"{V3}/profile/{alice.UserId}";

        await bob.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Put, profile + "/displayname", new JsonObject { ["displayname"] = "x" });
        await anonymous.RefusedAsync(HttpStatusCode.Unauthorized, "M_MISSING_TOKEN", HttpMethod.Get, profile);
        await alice.RefusedAsync(HttpStatusCode.NotFound, "M_NOT_FOUND", HttpMethod.Get, V3 + "/profile/@nobody:localhost");
        await alice.RefusedAsync(HttpStatusCode.BadRequest, "M_BAD_JSON", HttpMethod.Put, profile + "/displayname", new JsonObject { ["displayname"] = 7 });
        await alice.RefusedAsync(HttpStatusCode.BadRequest, "M_MISSING_PARAM", HttpMethod.Put, profile + "/displayname", new JsonObject());
        await alice.RefusedAsync(
            HttpStatusCode.RequestEntityTooLarge, "M_TOO_LARGE", HttpMethod.Put, profile + "/displayname", new JsonObject { ["displayname"] = new string('x', 300) });
    }
}
