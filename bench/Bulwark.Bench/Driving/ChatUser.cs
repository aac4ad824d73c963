using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Bulwark.Bench.Driving;

/// <summary>A signed-in user in the room that everyone shares.</summary>
internal sealed class ChatUser
{
    private readonly HttpClient _client;
    private readonly AuthenticationHeaderValue _authorization;
    private readonly string _run = RandomNumberGenerator.GetHexString(8);
    private readonly string _room;
    private string _since = "";

    private ChatUser(HttpClient client, AuthenticationHeaderValue authorization, string room)
    {
        _client = client;
        _authorization = authorization;
        _room = room;
    }

    public static async Task<ChatUser> SignInAsync(HttpClient client, BenchTarget target, string name)
    {
        var login = new JsonObject { ["type"] = "org.matrix.login.jwt", ["token"] = await target.TokenAsync(name, "staff") };
        using var response = await client.PostAsJsonAsync("/_matrix/client/v3/login", login);
        var answer = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        var user = new ChatUser(client, new AuthenticationHeaderValue("Bearer", (string)answer!["access_token"]!), "");
        var alias = await user.CallAsync(HttpMethod.Get, "/_matrix/client/v3/directory/room/%23red-room%3Alocalhost", null);
        return new ChatUser(client, user._authorization, Uri.EscapeDataString((string)alias["room_id"]!));
    }

    public Task SendAsync(int number) => CallAsync(
        HttpMethod.Put,
        string.Create(CultureInfo.InvariantCulture, $"/_matrix/client/v3/rooms/{_room}/send/m.room.message/{_run}-{number}"),
        new JsonObject { ["msgtype"] = "m.text", ["body"] = "about a hundred bytes of what people say to each other on an ordinary day, give or take a word" });

    public async Task CatchUpAsync() => _since = (string)(await CallAsync(HttpMethod.Get, "/_matrix/client/v3/sync?timeout=0", null))["next_batch"]!;

    /// <summary>Waits in <c>/sync</c> until a message comes; gives the time at which it was seen.</summary>
    public async Task<long> WaitForMessageAsync()
    {
        while (true)
        {
            var sync = await CallAsync(HttpMethod.Get, $"/_matrix/client/v3/sync?timeout=30000&since={_since}", null);
            var seen = Stopwatch.GetTimestamp();
            _since = (string)sync["next_batch"]!;
            var rooms = sync["rooms"]?["join"]?.AsObject() ?? [];
            if (rooms.Any(room => room.Value!["timeline"]?["events"]?.AsArray().Any(e => (string)e!["type"]! == "m.room.message") == true))
                return seen;
        }
    }

    private async Task<JsonObject> CallAsync(HttpMethod method, string path, JsonNode? body)
    {
        using var message = new HttpRequestMessage(method, path) { Version = _client.DefaultRequestVersion, VersionPolicy = _client.DefaultVersionPolicy };
        message.Content = body is null ? null : JsonContent.Create(body);
        message.Headers.Authorization = _authorization;
        using var response = await _client.SendAsync(message);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
    }
}
