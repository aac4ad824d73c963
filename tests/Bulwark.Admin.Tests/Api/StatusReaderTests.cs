using System.Net;
using System.Text.Json;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Admin.Tests.Api;

public sealed class StatusReaderTests
{
    private const string Users = """{"users":[{"username":"a<b>","sub":"1","enabled":false,"hasPassword":true,"groups":["staff","x&y"],"createdAt":"2026-01-01T00:00:00Z"}]}""";
    private const string Rooms = """{"rooms":[{"alias":null,"roomId":"!r:localhost","name":"<script>alert(1)</script>","members":["@a:localhost","@b:localhost"]}]}""";

    [Fact]
    public async Task Tells_which_tiers_are_up_and_why_the_others_are_not()
    {
        await using var admin = await AdminInstance.StartAsync();
        await using var identity = await StartAsync(admin, "identity", new RouteTable().Map("GET", "/users", Json(Users)));
        await using var ailing = await StartAsync(admin, "data-api", new RouteTable().Map("GET", "/health", Json("""{"status":"no database"}""")));

        var status = await StatusAsync(admin);

        Assert.Equal(
            [
                "edge down",
                "load-balancer down",
                "homeserver down",
                "data-api down",
                "identity up",
                "mcp down",
                "admin up",
            ],
            status.GetProperty("tiers").EnumerateArray().Select(tier => $"{tier.GetProperty("name")} {(tier.GetProperty("isUp").GetBoolean() ? "up" : "down")}").ToArray());
        Assert.StartsWith("The edge tier is not running on ", status.GetProperty("tiers")[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal("The data-api tier says: no database.", status.GetProperty("tiers")[3].GetProperty("problem").GetString());
        Assert.Equal("""[{"username":"a<b>","enabled":false,"groups":["staff","x&y"]}]""", JsonSerializer.Serialize(status.GetProperty("users"), Relaxed));
        Assert.False(status.TryGetProperty("rooms", out _));
    }

    [Fact]
    public async Task Shows_what_people_typed_as_text()
    {
        await using var admin = await AdminInstance.StartAsync();
        await using var identity = await StartAsync(admin, "identity", new RouteTable().Map("GET", "/users", Json(Users)));
        await using var homeserver = await StartAsync(admin, "homeserver", new RouteTable().Map("GET", "/rooms", Json(Rooms)));

        using var response = await admin.GetAsync("/", await admin.SignInAsync());
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;</td><td></td><td>2</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td>a&lt;b&gt;</td><td>staff, x&amp;y</td><td><span class=\"bad\">disabled</span></td>", html, StringComparison.Ordinal);
        Assert.Contains("""<tr><td>identity</td><td class="good">up</td></tr>""", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_in_words_what_is_not_running()
    {
        await using var admin = await AdminInstance.StartAsync();

        using var response = await admin.GetAsync("/", await admin.SignInAsync());
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("The identity tier is not running.", html, StringComparison.Ordinal);
        Assert.Contains("The homeserver is not running.", html, StringComparison.Ordinal);
    }

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static async Task<JsonElement> StatusAsync(AdminInstance admin)
    {
        using var response = await admin.GetAsync("/api/status", await admin.SignInAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl?.NoStore);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static RouteEndpoint Json(string json) => (_, _) => ValueTask.FromResult<IResult>(TypedResults.Text(json, "application/json"));

    private static async Task<WebApplication> StartAsync(AdminInstance admin, string tier, RouteTable control)
    {
        var app = TierHost.CreateBuilder(tier, admin.Environment).Build();
        app.UseControlRoutes(control);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
