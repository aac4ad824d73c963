using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests;

/// <summary>An MCP client reads and writes chat as the user whose token it carries.</summary>
[Collection(nameof(SharedInstance))]
public sealed class McpTests(SharedInstance shared)
{
    private readonly BulwarkInstance _instance = shared.Instance;

    [Fact]
    public async Task Acts_as_the_calling_user()
    {
        using var edge = _instance.CreateEdgeClient();
        var token = await _instance.TokenAsync("--user", "mcp-alice", "--groups", "staff", "--use", "access", "--resource", $"{_instance.EdgeUrl}mcp");
        var watcher = await MatrixClient.SignInAsync(edge, await _instance.TokenAsync("--user", "mcp-bob", "--groups", "staff"));

        var rooms = await CallAsync(edge, token, "list_rooms", new JsonObject());
        Assert.Contains("Staff", rooms, StringComparison.Ordinal);
        Assert.DoesNotContain("Analysts", rooms, StringComparison.Ordinal);

        await CallAsync(edge, token, "send_message", new JsonObject { ["room"] = "#staff:localhost", ["text"] = "sent by a tool" });

        Assert.Single(await watcher.HistoryAsync(await watcher.RoomIdAsync("staff")), body => body == "sent by a tool");
        Assert.Contains("sent by a tool", await CallAsync(edge, token, "read_messages", new JsonObject { ["room"] = "#staff:localhost" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("id token")]
    [InlineData("access token without audience")]
    [InlineData("access token for another resource")]
    public async Task Refuses_tokens_that_were_not_issued_for_it(string kind)
    {
        using var edge = _instance.CreateEdgeClient();
        var token = kind switch
        {
            "id token" => await _instance.TokenAsync("--user", "mcp-x"),
            "access token without audience" => await _instance.TokenAsync("--user", "mcp-x", "--use", "access"),
            "access token for another resource" => await _instance.TokenAsync("--user", "mcp-x", "--use", "access", "--resource", "https://other.example/mcp"),
            _ => null,
        };

        using var response = await PostAsync(edge, token, "list_rooms", new JsonObject());

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("resource_metadata=", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> CallAsync(HttpClient edge, string token, string tool, JsonObject arguments)
    {
        using var response = await PostAsync(edge, token, tool, arguments);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.DoesNotContain("\"isError\":true", text, StringComparison.Ordinal);
        return text;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient edge, string? token, string tool, JsonObject arguments)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = JsonContent.Create(new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = 1,
                ["method"] = "tools/call",
                ["params"] = new JsonObject { ["name"] = tool, ["arguments"] = arguments },
            }),
        };
        message.Headers.Accept.ParseAdd("application/json");
        message.Headers.Accept.ParseAdd("text/event-stream");
        message.Headers.Add("MCP-Protocol-Version", "2025-06-18");
        if (token is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        return await edge.SendAsync(message);
    }
}
