using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bulwark.Testing;

/// <summary>Another tier as the tier under test sees it: HTTP/1.1 on a Unix socket, with an answer of the test's own.</summary>
public sealed class StandInTier : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInTier(WebApplication app) => _app = app;

    public static async Task<StandInTier> StartAsync(string socket, RequestDelegate answer)
    {
        File.Delete(socket);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(answer);
        await app.StartAsync();
        return new StandInTier(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Deadline.Token(TimeSpan.FromMilliseconds(100)));
        await _app.DisposeAsync();
    }
}
