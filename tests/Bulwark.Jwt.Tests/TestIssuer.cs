using Bulwark.Core.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Jwt.Tests;

/// <summary>Stands in for the identity tier: a key set on its socket.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private TestIssuer(WebApplication app) => _app = app;

    /// <summary>What the issuer answers; null makes it answer 503.</summary>
    public string? KeySet { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Requests wait for this before they are answered.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static async Task<TestIssuer> StartAsync(TierEnvironment environment, params string[] keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(environment.Data.Socket("identity")));
        var issuer = new TestIssuer(builder.Build()) { KeySet = KeySetOf(keys) };
        issuer._app.Run(issuer.AnswerAsync);
        await issuer._app.StartAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    public static string KeySetOf(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        await Gate.WaitAsync(context.RequestAborted);
        if (context.Request.Path != "/.well-known/jwks.json" || KeySet is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        await context.Response.WriteAsync(KeySet, context.RequestAborted);
    }
}
