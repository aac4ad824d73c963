using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Bulwark.Core.Http;

namespace Bulwark.Homeserver.Tests.Testing;

/// <summary>A plain Matrix client over the tier's socket: requests and answers as JSON, nothing hidden.</summary>
public sealed class MatrixClient : IDisposable
{
    public const string V3 = "/_matrix/client/v3";

    private readonly HttpClient _http;
    private int _transaction;

    public MatrixClient(string socket) =>
        _http = new HttpClient(UnixSocketHttp.CreateHandler(socket)) { BaseAddress = new Uri("http://localhost"), Timeout = TimeSpan.FromSeconds(60) };

    public string UserId { get; private set; } = "";

    public string DeviceId { get; private set; } = "";

    public string? AccessToken { get; set; }

    public async Task<JsonObject> LogInAsync(string token, string? deviceId = null, bool refreshable = false)
    {
        var answer = await OkAsync(HttpMethod.Post, V3 + "/login", new JsonObject
        {
            ["type"] = "org.matrix.login.jwt",
            ["token"] = token,
            ["device_id"] = deviceId,
            ["refresh_token"] = refreshable,
        });
        UserId = (string)answer["user_id"]!;
        DeviceId = (string)answer["device_id"]!;
        AccessToken = (string)answer["access_token"]!;
        return answer;
    }

    public Task<(HttpStatusCode Status, JsonNode? Json)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>A request that must succeed.</summary>
    public async Task<JsonObject> OkAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        var (status, json) = await SendAsync(method, path, body);
        Assert.True(status == HttpStatusCode.OK, $"{method} {path}: {(int)status} {json?.ToJsonString()}");
        return Assert.IsType<JsonObject>(json);
    }

    public Task<JsonObject> OkGetAsync(string path) => OkAsync(HttpMethod.Get, path);

    /// <summary>A request that must be refused, with this status and error code.</summary>
    public async Task<JsonObject> RefusedAsync(HttpStatusCode expected, string errcode, HttpMethod method, string path, JsonNode? body = null)
    {
        var (status, json) = await SendAsync(method, path, body);
        Assert.True(status == expected && (string?)json?["errcode"] == errcode, $"{method} {path}: {(int)status} {json?.ToJsonString()}");
        return Assert.IsType<JsonObject>(json);
    }

    public Task<(HttpStatusCode Status, JsonNode? Json)> SendAsync(HttpMethod method, string path, JsonNode? body = null) =>
        SendBytesAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString()));

    /// <summary>Sends a body as it is, whatever it is.</summary>
    public Task<(HttpStatusCode Status, JsonNode? Json)> SendTextAsync(HttpMethod method, string path, string body) =>
        SendBytesAsync(method, path, Encoding.UTF8.GetBytes(body));

    public async Task<(HttpStatusCode Status, JsonNode? Json)> SendBytesAsync(HttpMethod method, string path, byte[]? body)
    {
        using var response = await SendRawAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public async Task<HttpResponseMessage> SendRawAsync(HttpMethod method, string path, byte[]? body = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new ByteArrayContent(body);

        if (AccessToken is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);

        return await _http.SendAsync(request, cancellationToken);
    }

    public async Task<string> RoomIdAsync(string alias) => (string)(await OkGetAsync($"{V3}/directory/room/{Escape($"#{alias}:localhost")}"))["room_id"]!;

    /// <summary>Sends a text message and gives its event ID.</summary>
    public async Task<string> SayAsync(string roomId, string text, string? transactionId = null)
    {
        transactionId ??= $"t{Interlocked.Increment(ref _transaction)}";
        var answer = await OkAsync(
            HttpMethod.Put, $"{V3}/rooms/{Escape(roomId)}/send/m.room.message/{transactionId}", new JsonObject { ["msgtype"] = "m.text", ["body"] = text });
        return (string)answer["event_id"]!;
    }

    public Task<JsonObject> SyncAsync(string? since = null, int timeoutMs = 0, string? filter = null) =>
        OkGetAsync($"{V3}/sync?timeout={timeoutMs}{(since is null ? "" : $"&since={since}")}{(filter is null ? "" : $"&filter={Escape(filter)}")}");

    /// <summary>Where an up-to-date client stands.</summary>
    public async Task<string> NowAsync() => NextBatch(await SyncAsync());

    public static string NextBatch(JsonObject sync) => (string)sync["next_batch"]!;

    public static string Escape(string text) => Uri.EscapeDataString(text);

    public static IReadOnlyList<JsonObject> Timeline(JsonObject sync, string roomId, string section = "join") =>
        [.. (sync["rooms"]![section]![roomId]?["timeline"]!["events"]!.AsArray() ?? []).Select(item => item!.AsObject())];

    public static IReadOnlyList<string?> Bodies(IEnumerable<JsonObject> events) =>
        [.. events.Where(item => (string?)item["type"] == "m.room.message").Select(item => (string?)item["content"]!["body"])];

    public void Dispose() => _http.Dispose();
}
