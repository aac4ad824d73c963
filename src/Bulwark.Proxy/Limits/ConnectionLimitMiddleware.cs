using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Limits;

/// <summary>Closes connections beyond the limits before they cost a handshake, and refuses requests beyond those of their address.</summary>
public static class ConnectionLimitMiddleware
{
    /// <summary>Each line of the log stands for all refusals of this time.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    /// <summary>Adds the limits to a listener: before its TLS, unless only that tells who is exempt.</summary>
    /// <param name="listen">The listener.</param>
    /// <param name="open">All connections of the tier.</param>
    /// <param name="limits">Those in force.</param>
    /// <param name="isExempt">True for peers that have no limits; null: there are none.</param>
    public static void UseConnectionLimits(this ListenOptions listen, OpenConnections open, Func<ConnectionLimits> limits, Func<ConnectionContext, bool>? isExempt = null)
    {
        var watch = listen.ApplicationServices.GetRequiredService<FirstRequestWatch>();
        var readers = listen.ApplicationServices.GetRequiredService<SlowReaderWatch>();
        var log = listen.ApplicationServices.GetRequiredService<ILogger<OpenConnections>>();
        var unlogged = new IntervalCount(LogInterval, listen.ApplicationServices.GetRequiredService<TimeProvider>());
        listen.Use(next => connection => isExempt?.Invoke(connection) == true ? next(connection) : ServeAsync(connection, next));

        async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
        {
            var peer = connection.Features.Get<ClientAddress>()!.Address;
            var inForce = limits();
            if (open.TryOpen(peer, inForce.Connections, inForce.ConnectionsOf(peer), out var refusal) is not { } use)
            {
                Metrics.CountRefusedConnection(refusal);
                if (unlogged.TryTake(out var count))
                    Log.ConnectionsRefused(log, peer, refusal, count);
                connection.Abort();
                return;
            }

            var waiting = watch.Add(connection, inForce.FirstRequestTimeout);
            var reading = readers.Add(connection, inForce.SlowReadTimeout, inForce.BytesPerSecond);
            connection.Features.Set(use);
            connection.Features.Set(reading);
            connection.Features.Set(waiting);
            try
            {
                await next(connection);
            }
            finally
            {
                waiting.End();
                readers.Remove(reading);
                open.Close(use);
            }
        }
    }

    /// <summary>Answers 429 to a request beyond those that its address may have under way.</summary>
    public static void UseRequestsPerAddress(this IApplicationBuilder app, ConnectionLimits limits) =>
        app.Use(next => context => context.Features.Get<AddressUse>() is { } use
            ? LimitAsync(context, next, use, limits)
            : next(context));

    private static Task LimitAsync(HttpContext context, RequestDelegate next, AddressUse use, ConnectionLimits limits) =>
        use.TryBeginRequest(limits.RequestsOf(context.Features.Get<ClientAddress>()!.Address))
            ? RunAsync(context, next, use)
            : ProxyAnswer.TooManyRequests(AnswerProtocols.Of(context), TimeSpan.FromSeconds(1)).ExecuteAsync(context);

    private static async Task RunAsync(HttpContext context, RequestDelegate next, AddressUse use)
    {
        try
        {
            await next(context);
        }
        finally
        {
            use.EndRequest();
        }
    }
}
