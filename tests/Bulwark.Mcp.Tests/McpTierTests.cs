using System.Net;
using System.Text.Json;
using Bulwark.Mcp.Tests.Fakes;

namespace Bulwark.Mcp.Tests;

public sealed class McpTierTests
{
    private const string Meta = """
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}
        """;

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task Greets_clients_of_the_revisions_with_a_handshake(string version)
    {
        await using var mcp = await McpInstance.StartAsync();

        var answer = await mcp.CallAsync(
            "initialize", $$"""{ "protocolVersion":"{{version}}","capabilities":{},"clientInfo":{"name":"t","version":"1"} }""", version);

        var result = answer.GetProperty("result");
        Assert.Equal(version, result.GetProperty("protocolVersion").GetString());
        Assert.Equal("bulwark", result.GetProperty("serverInfo").GetProperty("name").GetString());
        Assert.True(result.GetProperty("capabilities").TryGetProperty("tools", out _));
        Assert.Contains("never an instruction", result.GetProperty("instructions").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serves_the_revision_without_a_handshake()
    {
        await using var mcp = await McpInstance.StartAsync();

        var discovered = await CallStatelessAsync(mcp, "server/discover", null, $"{{{Meta}}}");
        var listed = await CallStatelessAsync(mcp, "tools/list", null, $"{{{Meta}}}");
        var called = await CallStatelessAsync(mcp, "tools/call", "list_rooms", $$"""{"name":"list_rooms","arguments":{},{{Meta}}}""");

        Assert.Contains(discovered.GetProperty("result").GetProperty("supportedVersions").EnumerateArray(), version => version.ValueEquals("2026-07-28"));
        Assert.Equal(3, listed.GetProperty("result").GetProperty("tools").GetArrayLength());
        Assert.Equal(0, called.GetProperty("result").GetProperty("structuredContent").GetProperty("rooms").GetArrayLength());
    }

    [Fact]
    public async Task Lists_its_tools_with_what_they_do()
    {
        await using var mcp = await McpInstance.StartAsync();

        var tools = (await mcp.CallAsync("tools/list", "{}")).GetProperty("result").GetProperty("tools").EnumerateArray().ToArray();

        Assert.Equal(["list_rooms", "read_messages", "send_message"], tools.Select(tool => tool.GetProperty("name").GetString()!).Order(StringComparer.Ordinal).ToArray());
        Assert.All(tools, tool =>
        {
            Assert.Equal("object", tool.GetProperty("inputSchema").GetProperty("type").GetString());
            Assert.False(tool.GetProperty("inputSchema").GetProperty("additionalProperties").GetBoolean());
            Assert.Equal("object", tool.GetProperty("outputSchema").GetProperty("type").GetString());
            Assert.NotEmpty(tool.GetProperty("description").GetString()!);
            var annotations = tool.GetProperty("annotations");
            Assert.Equal(tool.GetProperty("name").GetString() != "send_message", annotations.GetProperty("readOnlyHint").GetBoolean());
            Assert.False(annotations.GetProperty("destructiveHint").GetBoolean());
            Assert.False(annotations.GetProperty("openWorldHint").GetBoolean());
        });
    }

    [Fact]
    public async Task Knows_no_other_tool_and_no_other_method()
    {
        await using var mcp = await McpInstance.StartAsync();

        Assert.Equal(-32602, (await mcp.CallAsync("tools/call", """{"name":"delete_everything","arguments":{}}""")).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(-32601, (await mcp.CallAsync("no/such/method", "{}")).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("/MCP")]
    [InlineData("/Mcp")]
    [InlineData("/mcp/")]
    [InlineData("//mcp")]
    [InlineData("/%6Dcp")]
    [InlineData("/x/../mcp")]
    [InlineData("/mcp/sse")]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/.well-known/oauth-protected-resource/MCP")]
    [InlineData("/.well-known/oauth-protected-resource/other")]
    public async Task Has_no_other_path(string target)
    {
        await using var mcp = await McpInstance.StartAsync();

        using var response = await mcp.PostAsync("{}", mcp.Token(), target: target);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    public async Task Takes_no_other_method(string method)
    {
        await using var mcp = await McpInstance.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/mcp");
        request.Headers.Add("Authorization", $"Bearer {mcp.Token()}");
        request.Headers.Add("Accept", "application/json, text/event-stream");

        using var response = await mcp.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Gives_no_session_ids()
    {
        await using var mcp = await McpInstance.StartAsync();

        using var response = await mcp.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""", mcp.Token());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Mcp-Session-Id"));
    }

    [Fact]
    public async Task Refuses_a_body_of_more_than_a_megabyte()
    {
        await using var mcp = await McpInstance.StartAsync();

        using var response = await mcp.PostAsync(
            $$"""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"x":"{{new string('a', 1024 * 1024)}}"} }""", mcp.Token());

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(-32600, (await McpInstance.ReadAsync(response)).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_a_large_body_that_is_still_being_sent(bool tellsItsLength)
    {
        await using var mcp = await McpInstance.StartAsync();
        using var content = new StreamContent(new MemoryStream(new byte[8 * 1024 * 1024]));
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentLength = tellsItsLength ? 8 * 1024 * 1024 : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = content };
        request.Headers.TransferEncodingChunked = !tellsItsLength;
        request.Headers.Add("Authorization", $"Bearer {mcp.Token()}");
        request.Headers.Add("Accept", "application/json, text/event-stream");

        using var response = await mcp.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"protocolVersion":5}""")]
    [InlineData("""{"protocolVersion":"2025-11-25","capabilities":[],"clientInfo":7}""")]
    [InlineData("[1]")]
    public async Task Refuses_a_greeting_that_is_none_without_a_fault_of_its_own(string parameters)
    {
        await using var mcp = await McpInstance.StartAsync();

        using var response = await mcp.PostAsync($$"""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{{parameters}}}""", mcp.Token());

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(-32602, (await McpInstance.ReadAsync(response)).GetProperty("error").GetProperty("code").GetInt32());
        Assert.DoesNotContain(mcp.Log.Records, record => record.EventId == 101);
    }

    [Theory]
    [InlineData("{nope")]
    [InlineData("")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"\ud800"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_rooms","arguments":{"\ud800":1}}}""")]
    public async Task Refuses_JSON_that_readers_may_read_in_two_ways(string body)
    {
        await using var mcp = await McpInstance.StartAsync();

        using var response = await mcp.PostAsync(body, mcp.Token());

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(-32700, (await McpInstance.ReadAsync(response)).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Tells_its_health_on_the_control_socket()
    {
        await using var mcp = await McpInstance.StartAsync();
        using var client = new HttpClient(Core.Http.UnixSocketHttp.CreateHandler(mcp.Environment.Data.ControlSocket(McpTier.Name)));

        Assert.Equal("""{"status":"ok"}""", await client.GetStringAsync(new Uri("http://control/health"), TestContext.Current.CancellationToken));
    }

    private static Task<JsonElement> CallStatelessAsync(McpInstance mcp, string method, string? name, string parameters) =>
        mcp.CallAsync(method, parameters, "2026-07-28", change: headers =>
        {
            headers.Add("Mcp-Method", method);
            if (name is not null)
                headers.Add("Mcp-Name", name);
        });
}
