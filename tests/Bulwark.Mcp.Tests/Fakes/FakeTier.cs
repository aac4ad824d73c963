using System.Collections.Concurrent;
using Bulwark.Core.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Bulwark.Mcp.Tests.Fakes;

/// <summary>Another tier, as far as its socket goes: answers from a table, and remembers what it was asked.</summary>
internal class FakeTier : IAsyncDisposable
{
    private readonly ConcurrentQueue<SeenRequest> _seen = new();
    private readonly WebApplication _app;

    public FakeTier(string name, TierEnvironment environment)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(environment.Data.Socket(name)));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public IReadOnlyCollection<SeenRequest> Seen => _seen;

    /// <summary>What it says to <c>METHOD /target</c>. Anything else is 404 M_NOT_FOUND.</summary>
    public ConcurrentDictionary<string, Func<SeenRequest, Task<(int Status, string Json)>>> Answers { get; } = new(StringComparer.Ordinal);

    public void Answer(string route, string json, int status = 200) => Answers[route] = _ => Task.FromResult((status, json));

    public Task StartAsync() => _app.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    protected virtual Task<(int Status, string Json)> DecideAsync(SeenRequest request) =>
        Answers.TryGetValue(request.Route, out var answer)
            ? answer(request)
            : Task.FromResult((404, """{"errcode":"M_NOT_FOUND","error":"Nothing here"}"""));

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = new SeenRequest(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.Authorization,
            context.Request.Headers["X-Request-Id"],
            await reader.ReadToEndAsync(context.RequestAborted));
        _seen.Enqueue(request);
        var (status, json) = await DecideAsync(request);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json, context.RequestAborted);
    }
}
