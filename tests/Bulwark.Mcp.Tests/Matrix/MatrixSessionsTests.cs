using System.Text;
using System.Text.Json;
using Bulwark.Core.Hosting;
using Bulwark.Mcp.Matrix;
using Bulwark.Mcp.Tests.Fakes;
using Microsoft.AspNetCore.WebUtilities;

namespace Bulwark.Mcp.Tests.Matrix;

public sealed class MatrixSessionsTests
{
    private const string Alice = "11111111-2222-3333-4444-555555555555";

    [Fact]
    public async Task The_callers_token_goes_to_the_issuer_and_nowhere_else()
    {
        await using var mcp = await McpInstance.StartAsync();
        var token = mcp.Token();

        await mcp.ToolAsync("list_rooms", token: token);

        var exchange = Assert.Single(mcp.Identity.Seen, request => request.Method == "POST");
        Assert.Equal(
            $"""
            audience=bulwark-homeserver
            grant_type=urn:ietf:params:oauth:grant-type:token-exchange
            requested_token_type=urn:ietf:params:oauth:token-type:id_token
            subject_token={token}
            subject_token_type=urn:ietf:params:oauth:token-type:access_token
            """,
            string.Join('\n', QueryHelpers.ParseQuery(exchange.Body).Select(field => $"{field.Key}={field.Value}").Order(StringComparer.Ordinal)));
        var secret = SharedSecret.ReadOrCreate(mcp.Environment.Data, "bulwark-mcp");
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"bulwark-mcp:{secret}"))}", exchange.Authorization);

        Assert.NotEmpty(mcp.Homeserver.Seen);
        Assert.DoesNotContain(mcp.Homeserver.Seen, request => request.ToString().Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain(mcp.Homeserver.Seen, request => request.ToString().Contains(secret, StringComparison.Ordinal));
        Assert.All([token, secret, "the-id-token", "mx-1"], hidden => Assert.DoesNotContain(hidden, mcp.Log.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signs_in_with_the_exchanged_token_on_the_users_one_device()
    {
        await using var mcp = await McpInstance.StartAsync();

        await mcp.ToolAsync("list_rooms");

        var login = Assert.Single(mcp.Homeserver.Seen, request => request.Method == "POST");
        Assert.Null(login.Authorization);
        Assert.Equal(
            $$"""{"token":"the-id-token","device_id":"{{MatrixSessions.DeviceIdOf(Alice)}}","type":"org.matrix.login.jwt","initial_device_display_name":"Chat tools (MCP)"}""",
            login.Body);
        Assert.Matches("^MCP[0-9A-F]{10}$", MatrixSessions.DeviceIdOf(Alice));
        Assert.NotEqual(MatrixSessions.DeviceIdOf(Alice), MatrixSessions.DeviceIdOf("bob"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Signs_in_once_for_many_calls_at_once()
    {
        await using var mcp = await McpInstance.StartAsync();
        var gate = new TaskCompletionSource();
        mcp.Homeserver.LoginGate = gate.Task;
        var token = mcp.Token();

        var calls = Enumerable.Range(0, 20).Select(_ => mcp.ToolAsync("list_rooms", token: token)).ToArray();
        gate.SetResult();
        var results = await Task.WhenAll(calls);

        Assert.All(results, result => Assert.False(result.TryGetProperty("isError", out var failed) && failed.GetBoolean()));
        Assert.Equal(1, mcp.Homeserver.Logins);
        Assert.Single(mcp.Identity.Seen, request => request.Method == "POST");
    }

    [Fact]
    public async Task Keeps_users_apart()
    {
        await using var mcp = await McpInstance.StartAsync();

        await mcp.ToolAsync("list_rooms");
        await mcp.ToolAsync("list_rooms", token: mcp.Token(claims => claims["sub"] = "bob"));

        Assert.Equal(2, mcp.Homeserver.Logins);
        Assert.Equal(
            ["Bearer mx-1", "Bearer mx-2"],
            mcp.Homeserver.Seen.Where(request => request.Route == McpInstance.JoinedRooms).Select(request => request.Authorization!).ToArray());
    }

    [Fact]
    public async Task Signs_in_again_when_the_homeserver_has_forgotten_the_session()
    {
        await using var mcp = await McpInstance.StartAsync();
        await mcp.ToolAsync("list_rooms");

        mcp.Homeserver.ForgetSessions();
        var result = await mcp.ToolAsync("list_rooms");

        Assert.False(result.TryGetProperty("isError", out var failed) && failed.GetBoolean());
        Assert.Equal(2, mcp.Homeserver.Logins);
    }

    [Fact]
    public async Task Signs_in_again_no_more_than_once()
    {
        await using var mcp = await McpInstance.StartAsync();
        mcp.Homeserver.Answer(McpInstance.JoinedRooms, """{"errcode":"M_UNKNOWN_TOKEN","error":"Unknown access token"}""", 401);

        Assert.Equal("Unknown access token (M_UNKNOWN_TOKEN).", await mcp.RefusalAsync("list_rooms"));
        Assert.Equal(2, mcp.Homeserver.Logins);
    }

    [Theory]
    [InlineData(3600, 3599, 1)]
    [InlineData(3600, 3600, 2)]
    [InlineData(600, 599, 1)]
    [InlineData(600, 600, 2)]
    [InlineData(86_400, 3600, 2)]
    public async Task A_session_lasts_as_long_as_the_token_it_was_made_with_and_an_hour_at_most(int tokenSeconds, int laterSeconds, int logins)
    {
        await using var mcp = await McpInstance.StartAsync();
        await mcp.ToolAsync("list_rooms", token: mcp.Token(claims => claims["exp"] = mcp.Time.GetUtcNow().ToUnixTimeSeconds() + tokenSeconds));

        mcp.Time.Advance(TimeSpan.FromSeconds(laterSeconds));
        await mcp.ToolAsync("list_rooms");

        Assert.Equal(logins, mcp.Homeserver.Logins);
    }

    [Fact]
    public async Task Says_that_the_issuer_does_not_vouch_for_the_caller()
    {
        await using var mcp = await McpInstance.StartAsync();
        mcp.Identity.Answer("POST /oauth2/token", """{"error":"invalid_grant","error_description":"user disabled"}""", 400);

        Assert.Equal("The identity provider does not vouch for you any more (invalid_grant). Sign in again.", await mcp.RefusalAsync("list_rooms"));
        Assert.Empty(mcp.Homeserver.Seen);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client"}""")]
    [InlineData(500, "")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"access_token":"x","issued_token_type":"urn:ietf:params:oauth:token-type:access_token"}""")]
    [InlineData(200, "not json")]
    public async Task An_issuer_that_gives_no_ID_token_is_an_outage(int status, string json)
    {
        await using var mcp = await McpInstance.StartAsync();
        mcp.Identity.Answer("POST /oauth2/token", json, status);

        Assert.Equal("The chat server cannot be reached right now. Try again later.", await mcp.RefusalAsync("list_rooms"));
        Assert.Empty(mcp.Homeserver.Seen);
        Assert.Single(mcp.Log.Records, record => record.EventId == 6002);
    }

    [Fact]
    public async Task Passes_on_why_the_homeserver_lets_nobody_in_and_tries_again_at_the_next_call()
    {
        await using var mcp = await McpInstance.StartAsync();
        mcp.Homeserver.LoginRefusal = (429, """{"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests","retry_after_ms":1500}""");
        Assert.Equal("Too many requests (M_LIMIT_EXCEEDED). Try again in 2 s.", await mcp.RefusalAsync("list_rooms"));

        mcp.Homeserver.LoginRefusal = null;
        Assert.Equal(JsonValueKind.Object, (await mcp.ToolAsync("list_rooms")).GetProperty("structuredContent").ValueKind);
    }
}
