using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.ConnectionLogs;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Proxy.Limits;
using Bulwark.Proxy.Listeners;
using Bulwark.Proxy.Reloading;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer.Listeners;

/// <summary>Opens the listeners of the settings, each behind its lock.</summary>
internal static class ListenerRegistration
{
    private const int DefaultPort = 9443;

    /// <summary>Adds every listener, the default one first.</summary>
    public static void ListenLocked(this KestrelServerOptions kestrel, LoadBalancerOptions options, TierEnvironment environment)
    {
        var listeners = kestrel.ApplicationServices.GetRequiredService<LockedListeners>();
        Add(kestrel, listeners.Find(LockedListeners.Default)!, options.Listen, environment.Port(DefaultPort));
        foreach (var beside in options.Listeners)
            Add(kestrel, listeners.Find(beside.Name)!, beside.Listen, beside.Listen.Port ?? 0);
    }

    private static void Add(KestrelServerOptions kestrel, LockedListener listener, ListenerOptions listen, int defaultPort)
    {
        var services = kestrel.ApplicationServices;
        var open = services.GetRequiredService<OpenConnections>();
        var generations = services.GetRequiredService<Generations<LoadBalancerGeneration>>();
        var handshake = new MutualTlsHandshake(listener, services.GetRequiredService<ConnectionLog>(), services.GetRequiredService<TimeProvider>());
        kestrel.ListenPublicly(
            listen,
            defaultPort,
            new TlsHandshakeCallbackOptions { OnConnection = handshake.ChooseOptionsAsync },
            bound =>
            {
                listener.Bound = bound;
                bound.UseHandshakeEnd();
                bound.Use(next => connection => handshake.ServeAsync(connection, next));

                // Behind the handshake, which alone tells who is a stranger.
                bound.UseConnectionLimits(open, () => LoadBalancerGeneration.ConnectionLimits, isExempt: IsEdge);
            },
            IsEdge,
            beforeTls: bound => bound.UseHandshakeLimit());

        bool IsEdge(ConnectionContext connection) => generations.Current.Edges.IsEdge(connection.Features);
    }
}
