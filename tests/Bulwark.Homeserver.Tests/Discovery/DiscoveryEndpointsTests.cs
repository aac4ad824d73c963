using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Tests.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Discovery;

public sealed class DiscoveryEndpointsTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    [Fact]
    public async Task Tells_clients_what_it_speaks()
    {
        using var client = server.Anonymous();
        var versions = await client.OkGetAsync("/_matrix/client/versions");
        Assert.Contains(versions["versions"]!.AsArray(), item => (string?)item == "v1.1");
        Assert.DoesNotContain(versions["versions"]!.AsArray(), item => (string?)item == "v1.4");
        Assert.All(versions["unstable_features"]!.AsObject(), feature => Assert.IsType<bool>(feature.Value!.GetValue<bool>()));
        Assert.Equal("""{"m.homeserver":{"base_url":"https://localhost:8443"}}""", (await client.OkGetAsync("/.well-known/matrix/client")).ToJsonString());
    }

    [Fact]
    public async Task Tells_what_it_can()
    {
        using var alice = await server.LogInAsync("alice");
        var capabilities = (await alice.OkGetAsync(V3 + "/capabilities"))["capabilities"]!;
        Assert.Equal("11", (string?)capabilities["m.room_versions"]!["default"]);
        Assert.Equal("stable", (string?)capabilities["m.room_versions"]!["available"]!["11"]);
        Assert.False((bool)capabilities["m.change_password"]!["enabled"]!);
        Assert.Equal("{}", (await alice.OkGetAsync(V3 + "/voip/turnServer")).ToJsonString());
    }

    [Theory]
    [InlineData("POST", "/register")]
    [InlineData("POST", "/register?kind=guest")]
    [InlineData("GET", "/register/available?username=x")]
    public async Task Registers_nobody(string method, string path)
    {
        using var client = server.Anonymous();
        await client.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", new HttpMethod(method), V3 + path, method == "POST" ? new JsonObject() : null);
    }

    [Fact]
    public async Task Lets_users_create_no_room()
    {
        using var alice = await server.LogInAsync("alice");
        await alice.RefusedAsync(HttpStatusCode.Forbidden, "M_FORBIDDEN", HttpMethod.Post, V3 + "/createRoom", new JsonObject());
    }

    [Theory]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/_synapse/admin/v1/server_version", HttpStatusCode.NotFound)]
    [InlineData("GET", "/_matrix/federation/v1/version", HttpStatusCode.NotFound)]
    [InlineData("GET", "/_matrix/client/v3/admin/whois/@a:localhost", HttpStatusCode.NotFound)]
    [InlineData("GET", "/health", HttpStatusCode.NotFound)]
    [InlineData("GET", "/rooms", HttpStatusCode.NotFound)]
    [InlineData("GET", "/_matrix/client/V3/login", HttpStatusCode.NotFound)]
    [InlineData("GET", "/_matrix/client/v3/login/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/_matrix/client/v3/%6cogin", HttpStatusCode.OK)]
    [InlineData("GET", "/_matrix/client/v3/x/../login", HttpStatusCode.OK)]
    [InlineData("DELETE", "/_matrix/client/v3/login", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/_matrix/client/versions", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/_matrix/client/v3/keys/upload", HttpStatusCode.NotFound)]
    public async Task Tells_unknown_paths_from_wrong_methods(string method, string path, HttpStatusCode expected)
    {
        using var client = server.Anonymous();
        var (status, json) = await client.SendAsync(new HttpMethod(method), path);
        Assert.Equal(expected, status);
        if (expected != HttpStatusCode.OK)
            Assert.Equal("M_UNRECOGNIZED", (string?)json!["errcode"]);
    }

    [Theory]
    [InlineData("OPTIONS", "/_matrix/client/v3/sync", HttpStatusCode.NoContent)]
    [InlineData("GET", "/_matrix/client/versions", HttpStatusCode.OK)]
    [InlineData("GET", "/_matrix/client/v3/sync", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    public async Task Lets_web_clients_of_any_origin_call(string method, string path, HttpStatusCode expected)
    {
        using var client = server.Anonymous();
        using var response = await client.SendRawAsync(new HttpMethod(method), path, body: null, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("GET, POST, PUT, DELETE, OPTIONS", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Equal("X-Requested-With, Content-Type, Authorization", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Has_the_push_rules_of_the_specification()
    {
        using var alice = await server.LogInAsync("alice.b");
        var rules = (await alice.OkGetAsync(V3 + "/pushrules/"))["global"]!;

        Assert.Equal(["override", "content", "room", "sender", "underride"], [.. rules.AsObject().Select(kind => kind.Key)]);
        Assert.Equal(
            [
                ".m.rule.master", ".m.rule.suppress_notices", ".m.rule.invite_for_me", ".m.rule.member_event", ".m.rule.is_user_mention",
                ".m.rule.contains_display_name", ".m.rule.is_room_mention", ".m.rule.roomnotif", ".m.rule.tombstone", ".m.rule.reaction",
                ".m.rule.room.server_acl", ".m.rule.suppress_edits",
            ],
            [.. rules["override"]!.AsArray().Select(rule => (string)rule!["rule_id"]!)]);
        Assert.Equal(
            [".m.rule.call", ".m.rule.encrypted_room_one_to_one", ".m.rule.room_one_to_one", ".m.rule.message", ".m.rule.encrypted"],
            [.. rules["underride"]!.AsArray().Select(rule => (string)rule!["rule_id"]!)]);
        foreach (var rule in rules.AsObject().SelectMany(kind => kind.Value!.AsArray()))
        {
            Assert.True((bool)rule!["default"]!);
            Assert.Equal((string?)rule["rule_id"] != ".m.rule.master", (bool)rule["enabled"]!);
            Assert.NotNull(rule["actions"]);
        }

        Assert.Equal("alice.b", (string?)rules["content"]![0]!["pattern"]);
        Assert.Equal("@alice.b:localhost", (string?)rules["override"]![2]!["conditions"]![2]!["pattern"]);
        Assert.Equal(rules.ToJsonString(), (await alice.OkGetAsync(V3 + "/pushrules/global/")).ToJsonString());
        Assert.Equal(
            rules.ToJsonString(),
            (await alice.SyncAsync())["account_data"]!["events"]!.AsArray().Single(item => (string?)item!["type"] == "m.push_rules")!["content"]!["global"]!.ToJsonString());
    }
}
