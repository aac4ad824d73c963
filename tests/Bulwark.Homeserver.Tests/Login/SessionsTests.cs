using System.Net;
using System.Text.Json.Nodes;
using Bulwark.Homeserver.Tests.Testing;
using Microsoft.Extensions.Time.Testing;
using static Bulwark.Homeserver.Tests.Testing.MatrixClient;

namespace Bulwark.Homeserver.Tests.Login;

public sealed class SessionsTests(HomeserverFixture server) : IClassFixture<HomeserverFixture>
{
    private const string WhoAmI = V3 + "/account/whoami";

    [Fact]
    public async Task Logs_out_one_device_and_leaves_the_other()
    {
        using var laptop = server.Anonymous();
        using var phone = server.Anonymous();
        await laptop.LogInAsync(server.Issuer.IdToken("lena"), "LAPTOP");
        await phone.LogInAsync(server.Issuer.IdToken("lena"), "PHONE");
        Assert.Equal(2, (await laptop.OkGetAsync(V3 + "/devices"))["devices"]!.AsArray().Count);

        await phone.OkAsync(HttpMethod.Post, V3 + "/logout");

        await phone.RefusedAsync(HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN", HttpMethod.Get, V3 + "/sync");
        var left = Assert.Single((await laptop.OkGetAsync(V3 + "/devices"))["devices"]!.AsArray());
        Assert.Equal("LAPTOP", (string?)left!["device_id"]);
    }

    [Fact]
    public async Task Logs_out_all_devices()
    {
        using var laptop = await server.LogInAsync("mia");
        using var phone = await server.LogInAsync("mia");
        await laptop.OkGetAsync(WhoAmI);

        await phone.OkAsync(HttpMethod.Post, V3 + "/logout/all");

        await laptop.RefusedAsync(HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN", HttpMethod.Get, V3 + "/sync");
        await phone.RefusedAsync(HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN", HttpMethod.Get, V3 + "/sync");
    }

    [Fact]
    public async Task Tells_a_missing_token_from_a_wrong_one()
    {
        using var client = server.Anonymous();
        await client.RefusedAsync(HttpStatusCode.Unauthorized, "M_MISSING_TOKEN", HttpMethod.Post, V3 + "/logout");

        client.AccessToken = "bwa_made-up";
        var refusal = await client.RefusedAsync(HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN", HttpMethod.Post, V3 + "/logout");
        Assert.False((bool)refusal["soft_logout"]!);
    }

    [Fact]
    public async Task Keeps_sessions_over_a_restart_and_stores_no_token_in_clear()
    {
        await using var own = await HomeserverFixture.StartNewAsync();
        using var client = own.Anonymous();
        var answer = await client.LogInAsync(own.Issuer.IdToken("nora"), refreshable: true);
        await own.StopAsync();

        var bytes = string.Concat(System.IO.Directory.GetFiles(own.Environment.Data.Databases).Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.Contains("@nora:localhost", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain((string)answer["access_token"]!, bytes, StringComparison.Ordinal);
        Assert.DoesNotContain((string)answer["refresh_token"]!, bytes, StringComparison.Ordinal);

        await own.StartAsync();
        await client.OkGetAsync(WhoAmI);
    }

    [Fact]
    public async Task Trades_an_expired_access_token_for_a_new_one()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var own = await HomeserverFixture.StartNewAsync(time: time);
        using var client = own.Anonymous();
        var login = await client.LogInAsync(own.Issuer.IdToken("olaf"), "PHONE", refreshable: true);
        Assert.Equal(300_000, (long)login["expires_in_ms"]!);

        time.Advance(TimeSpan.FromSeconds(299));
        await client.OkGetAsync(WhoAmI);
        time.Advance(TimeSpan.FromSeconds(1));
        var refusal = await client.RefusedAsync(HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN", HttpMethod.Get, WhoAmI);
        Assert.True((bool)refusal["soft_logout"]!);

        var refreshed = await RefreshAsync(client, (string)login["refresh_token"]!);
        client.AccessToken = (string)refreshed["access_token"]!;
        Assert.Equal("PHONE", (string?)(await client.OkGetAsync(WhoAmI))["device_id"]);
        Assert.NotEqual((string?)login["refresh_token"], (string?)refreshed["refresh_token"], StringComparer.Ordinal);
        Assert.Equal(300_000, (long)refreshed["expires_in_ms"]!);
    }

    [Fact]
    public async Task Takes_a_refresh_token_again_while_its_answer_may_have_been_lost()
    {
        using var client = server.Anonymous();
        var login = await client.LogInAsync(server.Issuer.IdToken("paul"), refreshable: true);
        var lost = await RefreshAsync(client, (string)login["refresh_token"]!);
        var received = await RefreshAsync(client, (string)login["refresh_token"]!);

        client.AccessToken = (string)lost["access_token"]!;
        await client.RefusedAsync(HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN", HttpMethod.Get, WhoAmI);
        client.AccessToken = (string)received["access_token"]!;
        await client.OkGetAsync(WhoAmI);
    }

    [Fact]
    public async Task Ends_the_access_token_before_once_the_new_one_is_used()
    {
        using var client = server.Anonymous();
        var login = await client.LogInAsync(server.Issuer.IdToken("pia"), refreshable: true);
        await client.OkGetAsync(WhoAmI);
        var refreshed = await RefreshAsync(client, (string)login["refresh_token"]!);
        await client.OkGetAsync(WhoAmI);

        client.AccessToken = (string)refreshed["access_token"]!;
        await client.OkGetAsync(WhoAmI);

        client.AccessToken = (string)login["access_token"]!;
        await client.RefusedAsync(HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN", HttpMethod.Get, WhoAmI);
    }

    [Fact]
    public async Task Logs_the_device_out_when_a_spent_refresh_token_comes_back()
    {
        using var client = server.Anonymous();
        using var other = await server.LogInAsync("quinn");
        var login = await client.LogInAsync(server.Issuer.IdToken("quinn"), refreshable: true);
        var refreshed = await RefreshAsync(client, (string)login["refresh_token"]!);
        client.AccessToken = (string)refreshed["access_token"]!;
        await client.OkGetAsync(WhoAmI);

        await RefuseRefreshAsync(client, (string)login["refresh_token"]!);

        await client.RefusedAsync(HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN", HttpMethod.Get, WhoAmI);
        await RefuseRefreshAsync(client, (string)refreshed["refresh_token"]!);
        await other.OkGetAsync(WhoAmI);
    }

    [Fact]
    public async Task Notices_reuse_when_only_refresh_tokens_were_used()
    {
        using var client = server.Anonymous();
        var login = await client.LogInAsync(server.Issuer.IdToken("rosa"), refreshable: true);
        var second = await RefreshAsync(client, (string)login["refresh_token"]!);
        var third = await RefreshAsync(client, (string)second["refresh_token"]!);

        await RefuseRefreshAsync(client, (string)login["refresh_token"]!);
        await RefuseRefreshAsync(client, (string)third["refresh_token"]!);
    }

    [Fact]
    public async Task Refuses_refresh_tokens_that_nobody_has()
    {
        using var client = server.Anonymous();
        await RefuseRefreshAsync(client, "bwr_made-up");
        await client.RefusedAsync(HttpStatusCode.BadRequest, "M_MISSING_PARAM", HttpMethod.Post, V3 + "/refresh", new JsonObject());
    }

    [Fact]
    public async Task Logs_out_the_oldest_device_beyond_the_limit()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var own = await HomeserverFixture.StartNewAsync(new HomeserverOptions { MaxDevicesPerUser = 2 }, time);
        var clients = new List<MatrixClient>();
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            clients.Add(await own.LogInAsync("sven"));
        }

        await clients[0].RefusedAsync(HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN", HttpMethod.Get, WhoAmI);
        await clients[1].OkGetAsync(WhoAmI);
        await clients[2].OkGetAsync(WhoAmI);
        clients.ForEach(client => client.Dispose());
    }

    private static Task<JsonObject> RefreshAsync(MatrixClient client, string token) =>
        client.OkAsync(HttpMethod.Post, V3 + "/refresh", new JsonObject { ["refresh_token"] = token });

    private static Task RefuseRefreshAsync(MatrixClient client, string token) => client.RefusedAsync(
        HttpStatusCode.Unauthorized, "M_UNKNOWN_TOKEN", HttpMethod.Post, V3 + "/refresh", new JsonObject { ["refresh_token"] = token });
}
