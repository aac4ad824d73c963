using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Mcp.Tests.Fakes;

/// <summary>The real tier on its socket, between a fake identity tier and a fake homeserver.</summary>
internal sealed class McpInstance : IAsyncDisposable
{
    public const string Resource = TestEnvironment.PublicUrl + "/mcp";
    public const string IdTokenUrn = "urn:ietf:params:oauth:token-type:id_token";
    public const string JoinedRooms = "GET /_matrix/client/v3/joined_rooms";

    private static readonly TestKey Key = new();

    private readonly TemporaryDirectory _directory = new();
    private readonly WebApplication _tier;

    private McpInstance(McpOptions options)
    {
        Time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(2_000_000_000));
        Environment = TestEnvironment.Create(_directory, Time, Log);
        Identity = new FakeTier("identity", Environment);
        Homeserver = new FakeHomeserver(Environment);
        Identity.Answer("GET /.well-known/jwks.json", $$"""{"keys":[{{Key.Jwk}}]}""");
        Identity.Answer("POST /oauth2/token", $$"""{"access_token":"the-id-token","issued_token_type":"{{IdTokenUrn}}","token_type":"N_A","expires_in":300}""");
        Homeserver.Answer(JoinedRooms, """{"joined_rooms":[]}""");
        _tier = McpTier.Build(options, Environment);
        Client = new HttpClient(UnixSocketHttp.CreateHandler(Environment.Data.Socket(McpTier.Name))) { BaseAddress = new Uri("http://localhost:8443") };
    }

    public FakeTimeProvider Time { get; } = new();

    public RecordingLoggerFactory Log { get; } = new();

    public TierEnvironment Environment { get; }

    public FakeTier Identity { get; }

    public FakeHomeserver Homeserver { get; }

    public HttpClient Client { get; }

    public static async Task<McpInstance> StartAsync(McpOptions? options = null)
    {
        var instance = new McpInstance(options ?? new McpOptions());
        await instance.Identity.StartAsync();
        await instance.Homeserver.StartAsync();
        await instance._tier.StartAsync(TestContext.Current.CancellationToken);
        return instance;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _tier.DisposeAsync();
        await Homeserver.DisposeAsync();
        await Identity.DisposeAsync();
        Log.Dispose();
        _directory.Dispose();
    }

    /// <summary>An access token for this resource, changed as a test needs it.</summary>
    public string Token(Action<JsonObject>? change = null)
    {
        var claims = new JsonObject
        {
            ["iss"] = TestEnvironment.Issuer,
            ["sub"] = "11111111-2222-3333-4444-555555555555",
            ["username"] = "alice",
            ["client_id"] = "bulwark-mcp",
            ["token_use"] = "access",
            ["aud"] = Resource,
            ["exp"] = Time.GetUtcNow().ToUnixTimeSeconds() + 3600,
        };
        change?.Invoke(claims);
        return Key.Sign(claims);
    }

    /// <summary>Sends a JSON-RPC message as an MCP client does.</summary>
    public Task<HttpResponseMessage> PostAsync(
        string json, string? token, string? version = "2025-11-25", string target = "/mcp", Action<HttpRequestHeaders>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("http://localhost:8443" + target, Raw)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        if (version is not null)
            request.Headers.Add("MCP-Protocol-Version", version);

        change?.Invoke(request.Headers);
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Calls a method and gives the whole JSON-RPC answer.</summary>
    public async Task<JsonElement> CallAsync(string method, string parameters, string version = "2025-11-25", string? token = null, Action<HttpRequestHeaders>? change = null)
    {
        using var response = await PostAsync(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", token ?? Token(), version, change: change);
        return await ReadAsync(response);
    }

    /// <summary>Calls a tool and gives its result.</summary>
    public async Task<JsonElement> ToolAsync(string tool, string arguments = "{}", string? token = null) =>
        (await CallAsync("tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}""", token: token)).GetProperty("result");

    /// <summary>Calls a tool that refuses, and gives the sentence.</summary>
    public async Task<string> RefusalAsync(string tool, string arguments = "{}", string? token = null)
    {
        var result = await ToolAsync(tool, arguments, token);
        Assert.True(result.GetProperty("isError").GetBoolean());
        return result.GetProperty("content")[0].GetProperty("text").GetString()!;
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            text = Assert.Single(text.Split('\n'), line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..];

        return JsonElement.Parse(text);
    }

    private static UriCreationOptions Raw => new() { DangerousDisablePathAndQueryCanonicalization = true };
}
