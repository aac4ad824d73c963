using System.Text;
using System.Text.Json;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.DataApi.Tests;

/// <summary>The real tier on its socket in a folder of its own, beside an issuer of the test, with a clock that stands still until it is moved.</summary>
internal sealed class DataApiInstance : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HttpClient _client;
    private readonly WebApplication _app;
    private TestIssuer? _issuer;

    private DataApiInstance(DataApiOptions options)
    {
        Environment = TestEnvironment.Create(_directory, Time, Logs);
        _app = DataApiTier.Build(options, Environment);
        _client = new HttpClient(UnixSocketHttp.CreateHandler(Environment.Data.Socket(DataApiTier.Name))) { BaseAddress = new Uri("http://data-api") };
    }

    public TierEnvironment Environment { get; }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    public RecordingLoggerFactory Logs { get; } = new();

    public TestIssuer Issuer => _issuer ?? throw new InvalidOperationException("The issuer was not started");

    public IServiceProvider Services => _app.Services;

    public static async Task<DataApiInstance> StartAsync(DataApiOptions? options = null, bool withIssuer = true)
    {
        var instance = new DataApiInstance(options ?? new DataApiOptions());
        if (withIssuer)
            instance._issuer = await TestIssuer.StartAsync(instance.Environment);

        await instance._app.StartAsync(TestContext.Current.CancellationToken);
        return instance;
    }

    /// <summary>A query as somebody of a group.</summary>
    public async Task<string> QueryAsync(string user, string group, string query, object? variables = null) =>
        (await PostAsync(Body(query, variables), Issuer.IdToken(user, group))).Body;

    /// <summary>A query as staff.</summary>
    public Task<string> QueryAsync(string query, object? variables = null) => QueryAsync("sam", "staff", query, variables);

    /// <summary>A body to the GraphQL route.</summary>
    public Task<Answer> PostAsync(string body, string? token, string path = "/v1/graphql", params (string Name, string Value)[] headers)
    {
        (string, string)[] authorization = token is null ? [] : [("Authorization", "Bearer " + token)];
        return SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"), [.. authorization, .. headers]);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);

        using var response = await _client.SendAsync(message, TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers);
    }

    public static string Body(string query, object? variables = null, string? operationName = null) =>
        JsonSerializer.Serialize(new { query, variables, operationName });

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        if (_issuer is not null)
            await _issuer.DisposeAsync();

        _directory.Dispose();
    }
}
