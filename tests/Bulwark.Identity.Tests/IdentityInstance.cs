using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Identity.Control;
using Bulwark.Identity.Users;
using Bulwark.Storage;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Identity.Tests;

/// <summary>The real tier on its sockets in a folder of its own, with a clock that stands still until it is moved.</summary>
internal sealed class IdentityInstance : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    public const string McpResource = TestEnvironment.PublicUrl + "/mcp";

    private readonly HttpClient _client;
    private WebApplication _app;

    private IdentityInstance(TemporaryDirectory directory, IdentityOptions options)
    {
        Directory = directory;
        Options = options;
        Environment = TestEnvironment.Create(directory, Time, Logs);
        TestKeys.Write(Environment.Data);
        _app = IdentityTier.Build(options, Environment);
        _client = new HttpClient(UnixSocketHttp.CreateHandler(Environment.Data.Socket("identity"))) { BaseAddress = new Uri("http://identity") };
        Control = new ControlClient(Environment.Data, IdentityTier.Name);
        RawControl = new HttpClient(UnixSocketHttp.CreateHandler(Environment.Data.ControlSocket("identity"))) { BaseAddress = new Uri("http://identity") };
    }

    public TemporaryDirectory Directory { get; }

    public IdentityOptions Options { get; }

    public TierEnvironment Environment { get; }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    public RecordingLoggerFactory Logs { get; } = new();

    public ControlClient Control { get; }

    public HttpClient RawControl { get; }

    public string McpSecret => SharedSecret.ReadOrCreate(Environment.Data, "bulwark-mcp");

    /// <summary>Cheap hashes: what a hash costs is not what most tests are about.</summary>
    public static IdentityOptions CheapOptions() => new() { Passwords = new PasswordOptions { MemoryKiB = 64, Iterations = 1 } };

    public static async Task<IdentityInstance> StartAsync(IdentityOptions? options = null)
    {
        var instance = new IdentityInstance(new TemporaryDirectory(), options ?? CheapOptions());
        await instance._app.StartAsync(TestContext.Current.CancellationToken);
        return instance;
    }

    /// <summary>Ends the tier and starts it again on the same folder.</summary>
    /// <param name="between">What happens to the folder meanwhile.</param>
    public async Task RestartAsync(Action? between = null)
    {
        await _app.DisposeAsync();
        between?.Invoke();
        _app = IdentityTier.Build(Options, Environment);
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What the database holds of a user's password.</summary>
    public string ReadPasswordHash(string username)
    {
        using var connection = SqliteDatabase.Open(Environment.Data.Database("identity"), typeof(IdentityTier).Assembly).OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT password_hash FROM users WHERE username = $username";
        command.Parameters.AddWithValue("$username", username);
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>Does something to the database behind the tier's back.</summary>
    public void ExecuteOnDatabase(string sql)
    {
        using var connection = SqliteDatabase.Open(Environment.Data.Database("identity"), typeof(IdentityTier).Assembly).OpenWriter();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // a statement of the test
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public Task<UserView> AddUserAsync(string username, string? password = Password, string? email = null, params string[] groups) => Control.PostAsync(
        "/users",
        new CreateUserRequest { Username = username, Password = password, Email = email, Groups = groups },
        IdentityControlJson.Default.CreateUserRequest,
        IdentityControlJson.Default.UserView,
        TestContext.Current.CancellationToken);

    public Task<MintedToken> MintAsync(MintTokenRequest request) => Control.PostAsync(
        "/tokens", request, IdentityControlJson.Default.MintTokenRequest, IdentityControlJson.Default.MintedToken, TestContext.Current.CancellationToken);

    public async Task<string> AccessTokenAsync(string user, string? resource = McpResource) =>
        (await MintAsync(new MintTokenRequest { User = user, Use = "access", Resource = resource })).Token;

    public Task<UserView> ActAsync(string username, string action) => Control.PostAsync(
        $"/users/{username}/{action}", IdentityControlJson.Default.UserView, TestContext.Current.CancellationToken);

    /// <summary>An operation of the user pool API.</summary>
    public Task<Answer> CallAsync(string operation, string body) =>
        SendAsync(HttpMethod.Post, "/", new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.1"), ("X-Amz-Target", "AWSCognitoIdentityProviderService." + operation));

    /// <summary>A login by password.</summary>
    public Task<Answer> LoginAsync(string username, string password = Password, string client = "bulwark-web") => CallAsync(
        "InitiateAuth",
        $$$"""{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"{{{client}}}","AuthParameters":{"USERNAME":"{{{username}}}","PASSWORD":"{{{password}}}"}}""");

    public Task<Answer> RefreshAsync(string refreshToken, string client = "bulwark-web") => CallAsync(
        "InitiateAuth", $$$"""{"AuthFlow":"REFRESH_TOKEN_AUTH","ClientId":"{{{client}}}","AuthParameters":{"REFRESH_TOKEN":"{{{refreshToken}}}"}}""");

    /// <summary>A form to an OAuth endpoint, with HTTP Basic when an authorization is given.</summary>
    public Task<Answer> PostFormAsync(string path, string? authorization, params (string Name, string Value)[] fields) => SendAsync(
        HttpMethod.Post,
        path,
        new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        authorization is null ? [] : [("Authorization", authorization)]);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);

        using var response = await _client.SendAsync(message, TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers, response.Content.Headers);
    }

    public string McpAuthorization(string? secret = null) =>
        "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"bulwark-mcp:{secret ?? McpSecret}"));

    public async ValueTask DisposeAsync()
    {
        RawControl.Dispose();
        Control.Dispose();
        _client.Dispose();
        await _app.DisposeAsync();
        Logs.Dispose();
        Directory.Dispose();
    }

    /// <summary>An answer as it came over the wire.</summary>
    internal sealed record Answer(int Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
    {
        public JsonElement Json => JsonElement.Parse(Body);

        public string Text(params string[] path) => path.Aggregate(Json, (json, name) => json.GetProperty(name)).GetString()!;

        /// <summary>Status, and the error of the user pool API in one line.</summary>
        public string UserPoolError => $"{Status} {Text("__type")}: {Text("message")}";

        /// <summary>Status and the OAuth error.</summary>
        public string OAuthError => $"{Status} {Text("error")}";
    }
}
