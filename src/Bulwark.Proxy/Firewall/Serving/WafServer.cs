using Bulwark.Waf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>
/// The rules alone, as a reverse proxy before any HTTP server: what <c>bulwark waf serve</c> runs. It reads HTTP/1 itself, below the web server's own parser, so that rules see
/// request lines and headers exactly as they came, those of refused requests too.
/// </summary>
public sealed class WafServer : IAsyncDisposable
{
    private const long MostHeldBytes = 256L << 20;

    private readonly WebApplication _app;
    private readonly DecisionLog _log;
    private readonly UpstreamPool _upstream;

    private WafServer(WebApplication app, DecisionLog log, UpstreamPool upstream) => (_app, _log, _upstream) = (app, log, upstream);

    /// <summary>Where it listens, with the port that the system gave when none was asked for.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Where to listen and where to send what passes.</param>
    /// <param name="engine">The rules.</param>
    /// <param name="log">Where decisions are written; disposed with the server.</param>
    /// <param name="loggers">For what goes wrong.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<WafServer> StartAsync(
        WafServeOptions options, WafEngine engine, Stream log, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var decisions = new DecisionLog(log);
        var upstream = new UpstreamPool(options.Upstream, loggers, time);
        var context = new ServedContext(engine, upstream, decisions, new HeldMemory(MostHeldBytes), options.MostBodyBytes, options.MostAnswerBytes, options.LogIdHeader, time);
        var logger = loggers.CreateLogger<WafServer>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Listen(options.Listen, listen => listen.Run(connection => ServeAsync(connection, context, logger)));
        });
        var app = builder.Build();
        var server = new WafServer(app, decisions, upstream);
        try
        {
            await app.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _upstream.DisposeAsync();
        await _log.DisposeAsync();
    }

    private static async Task ServeAsync(ConnectionContext connection, ServedContext context, ILogger logger)
    {
        using var served = new ServedConnection(connection, context);
        try
        {
            await served.ServeAsync();
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or OperationCanceledException)
        {
            // Either side went away, which is theirs to do.
        }
#pragma warning disable CA1031 // the outer edge of a connection: it ends, and the operator learns why
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.ServedConnectionFailed(logger, e);
        }
    }
}
