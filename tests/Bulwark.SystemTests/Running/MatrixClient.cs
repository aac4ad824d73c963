using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bulwark.SystemTests.Running;

/// <summary>A signed-in user who speaks the Matrix client-server API over plain HTTP and looks at the wire's JSON.</summary>
internal sealed class MatrixClient(HttpClient http, string userId, string accessToken, string deviceId)
{
    public string UserId => userId;

    public string AccessToken => accessToken;

    public string DeviceId => deviceId;

    public static async Task<MatrixClient> SignInAsync(HttpClient http, string token)
    {
        using var response = await http.PostAsJsonAsync("/_matrix/client/v3/login", new JsonObject { ["type"] = "org.matrix.login.jwt", ["token"] = token });
        var body = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.True(response.IsSuccessStatusCode, body!.ToJsonString());
        return new MatrixClient(http, (string)body["user_id"]!, (string)body["access_token"]!, (string)body["device_id"]!);
    }

    public async Task<JsonObject> GetAsync(string path) => await SendAsync(HttpMethod.Get, path, null);

    public async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonNode? body)
    {
        using var response = await TrySendAsync(method, path, body);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {answer!.ToJsonString()}");
        return answer;
    }

    public async Task<HttpResponseMessage> TrySendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await http.SendAsync(message, cancellationToken);
    }

    public async Task<string> RoomIdAsync(string alias) =>
        (string)(await GetAsync($"/_matrix/client/v3/directory/room/{Uri.EscapeDataString($"#{alias}:localhost")}"))["room_id"]!;

    public async Task<string> SendTextAsync(string roomId, string transactionId, string text) =>
        (string)(await SendAsync(HttpMethod.Put, SendPath(roomId, transactionId), Text(text)))["event_id"]!;

    public static string SendPath(string roomId, string transactionId) =>
        $"/_matrix/client/v3/rooms/{Uri.EscapeDataString(roomId)}/send/m.room.message/{transactionId}";

    public static JsonObject Text(string text) => new() { ["msgtype"] = "m.text", ["body"] = text };

    public Task<JsonObject> SyncAsync(string? since = null, int timeoutMilliseconds = 0) =>
        GetAsync(string.Create(CultureInfo.InvariantCulture, $"/_matrix/client/v3/sync?timeout={timeoutMilliseconds}") + (since is null ? "" : $"&since={Uri.EscapeDataString(since)}"));

    /// <summary>The names of the rooms that an initial sync shows as joined.</summary>
    public async Task<IReadOnlyList<string>> RoomNamesAsync()
    {
        var rooms = (await SyncAsync())["rooms"]?["join"]?.AsObject() ?? [];
        var names = new List<string>();
        foreach (var (roomId, _) in rooms)
            names.Add((string)(await GetAsync($"/_matrix/client/v3/rooms/{Uri.EscapeDataString(roomId)}/state/m.room.name"))["name"]!);

        return [.. names.Order(StringComparer.Ordinal)];
    }

    /// <summary>The text bodies in a room's timeline, oldest first, from the start of the room.</summary>
    public async Task<IReadOnlyList<string>> HistoryAsync(string roomId)
    {
        var bodies = new List<string>();
        var from = "";
        while (true)
        {
            var page = await GetAsync($"/_matrix/client/v3/rooms/{Uri.EscapeDataString(roomId)}/messages?dir=f&limit=500{from}");
            foreach (var message in page["chunk"]!.AsArray().Where(e => (string)e!["type"]! == "m.room.message"))
                bodies.Add((string)message!["content"]!["body"]!);

            if (page["end"] is not { } end || page["chunk"]!.AsArray().Count == 0)
                return bodies;

            from = $"&from={Uri.EscapeDataString((string)end!)}";
        }
    }

    public override string ToString() => JsonSerializer.Serialize(new { userId, deviceId });
}
