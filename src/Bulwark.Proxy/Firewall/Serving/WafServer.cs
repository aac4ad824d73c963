using System.Net.Sockets;
using System.Threading.Channels;
using Bulwark.Proxy.Limits;
using Bulwark.Waf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>
/// The rules alone, as a reverse proxy before any HTTP server: what <c>bulwark waf serve</c> runs. It reads HTTP/1 itself, below the web server's own parser, so that rules see
/// request lines and headers exactly as they came, those of refused requests too.
/// </summary>
public sealed class WafServer : IAsyncDisposable
{
    /// <summary>How much of what a client sends waits until it is asked for.</summary>
    private const long MostWaitingBytes = 64 * 1024;

    /// <summary>How long what is under way may take when the server stops; streams never end by themselves.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(3);

    /// <summary>When connections are cut off.</summary>
    private static readonly TimeSpan AbortTime = TimeSpan.FromSeconds(4);

    /// <summary>How long a client may take for the rest of its last answer.</summary>
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LingerStep = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;
    private readonly DecisionLog _log;
    private readonly UpstreamPool _upstream;
    private readonly CancellationTokenSource _ending;

    private WafServer(WebApplication app, DecisionLog log, UpstreamPool upstream, CancellationTokenSource ending) =>
        (_app, _log, _upstream, _ending) = (app, log, upstream, ending);

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
        var logger = loggers.CreateLogger<WafServer>();
        var decisions = new DecisionLog(log, logger, time);
        var upstream = new UpstreamPool(options.Upstream, loggers, time);
        var ending = new CancellationTokenSource();
        var context = new ServedContext(engine, upstream, decisions, new HeldMemory(options.MostHeldBytes), options, time, ending.Token);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.Configure<SocketTransportOptions>(transport => transport.MaxReadBufferSize = MostWaitingBytes);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Listen(options.Listen, listen => listen.Run(connection => ServeAsync(connection, context, logger)));
        });
        var app = builder.Build();
        var server = new WafServer(app, decisions, upstream, ending);
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
        using var patience = new CancellationTokenSource(AbortTime);
        _ending.CancelAfter(StopTime);
        try
        {
            await _app.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Some connections had to be cut off.
        }

        await _app.DisposeAsync();
        await _upstream.DisposeAsync();
        await _log.DisposeAsync();
        _ending.Dispose();
    }

    private static async Task ServeAsync(ConnectionContext connection, ServedContext context, ILogger logger)
    {
        var socket = connection.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        TcpProgress.BoundBacklog(socket);
        using var served = new ServedConnection(connection, context);
        try
        {
            await served.ServeAsync();
        }
        catch (Exception e) when (e is IOException or ConnectionAbortedException or OperationCanceledException or ChannelClosedException)
        {
            // Either side went away, which is theirs to do.
        }
#pragma warning disable CA1031 // the outer edge of a connection: it ends, and the operator learns why
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.ServedConnectionFailed(logger, e);
        }
        finally
        {
            _ = LingerAsync(connection, socket, context.Time);
        }
    }

    /// <summary>The web server sends the rest of the last answer for as long as the client takes to read it, so somebody has to cut it off.</summary>
    private static async Task LingerAsync(ConnectionContext connection, Socket socket, TimeProvider time)
    {
        var ends = time.GetUtcNow() + LingerTime;
        while (TcpState.IsOpen(socket))
        {
            if (time.GetUtcNow() >= ends)
                connection.Abort();

            await Task.Delay(LingerStep, time);
        }
    }
}
