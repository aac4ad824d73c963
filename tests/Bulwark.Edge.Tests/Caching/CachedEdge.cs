using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Bulwark.Edge.Caching;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Edge.Tests.Caching;

/// <summary>An edge with its cache on, before an origin that answers each path as the test says and counts who comes.</summary>
public sealed class CachedEdge : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _reached = new(StringComparer.Ordinal);
    private StandInTier _homeserver = null!;
    private int _number;

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public EdgeFixture Edge { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Edge = await EdgeFixture.StartAsync(
            (options, _) => options.Cache = new CacheOptions
            {
                Enabled = true,
                Rules = [new() { Path = "/.well-known/matrix/rule*", Ttl = TimeSpan.FromSeconds(60), Statuses = [200, 404] }],
            },
            time: Time);
        _homeserver = await Edge.StartHomeserverAsync(AnswerAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _homeserver.DisposeAsync();
        await Edge.DisposeAsync();
    }

    /// <summary>A path of its own with an answer of its own.</summary>
    public string Path(RequestDelegate answer, string prefix = "/.well-known/matrix/")
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref _number)}");
        _answers[path] = answer;
        return path;
    }

    /// <summary>How often the origin was asked for a path, whatever its query and tail.</summary>
    public int Reached(string path) => _reached.GetValueOrDefault(path);

    /// <summary>Sends a request; <paramref name="more"/> are further lines.</summary>
    public Task<string> SendAsync(string target, string more = "", string method = "GET") =>
        Edge.ExchangeAsync($"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n");

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var known = _answers.Keys.Where(key => path == key || path.StartsWith(key + "/", StringComparison.Ordinal) || path.StartsWith(key + ";", StringComparison.Ordinal)).MaxBy(key => key.Length);
        if (known is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        _reached.AddOrUpdate(known, 1, (_, count) => count + 1);
        return _answers[known](context);
    }

    /// <summary>An answer with these header lines, separated by <c>|</c>, and a body that tells everything of the request.</summary>
    public static RequestDelegate Reflect(string headers, int status = 200) => context =>
    {
        context.Response.StatusCode = status;
        foreach (var line in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
            context.Response.Headers.Append(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());

        var body = new StringBuilder("reflected");
        foreach (var header in context.Request.Headers)
            body.Append(CultureInfo.InvariantCulture, $"\n{header.Key}={header.Value}");
        return context.Response.WriteAsync(body.ToString());
    };
}
