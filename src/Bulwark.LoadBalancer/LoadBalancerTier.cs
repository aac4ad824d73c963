using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Reloading;
using Bulwark.Proxy.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer;

/// <summary>The load balancer: the lock in the handshake, the public path table, and the tiers behind.</summary>
public static class LoadBalancerTier
{
    /// <summary>Name of the tier.</summary>
    public const string Name = "load-balancer";

    private static readonly TimeSpan KeepAlive = TimeSpan.FromHours(1);

    /// <summary>The tier, ready to start.</summary>
    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable.</exception>
    public static WebApplication Build(LoadBalancerOptions options, TierEnvironment environment)
    {
        var builder = TierHost.CreateBuilder(Name, environment);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var generations = kestrel.ApplicationServices.GetRequiredService<Generations<LoadBalancerGeneration>>();

            // To the edge's HTTP client our connections are plain ones (it made the TLS itself), so it says :scheme http. Nothing here reads the scheme.
            kestrel.AllowAlternateSchemes = true;
            kestrel.Limits.SetPublicLimits(KeepAlive, maxStreams: 1000);
            kestrel.Limits.SetSlowestRate(null);
            var listener = kestrel.ApplicationServices.GetRequiredService<LockedListeners>().Find(LockedListeners.Default)!;
            var handshake = new MutualTlsHandshake(listener, () => generations.Current.Certificate);
            kestrel.ListenPublicly(
                options.Listen,
                environment.Port(9443),
                new TlsHandshakeCallbackOptions { OnConnection = handshake.ChooseOptionsAsync },
                listen => listen.Use(next => connection => handshake.ServeAsync(connection, next)),
                connection => generations.Current.Edges.IsEdge(connection.Features));
        });
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<Forwarder>();
        builder.Services.AddSingleton(services => new Generations<LoadBalancerGeneration>(new LoadBalancerGeneration(options, environment, services)));
        builder.Services.AddSingleton(services => new LockedListeners(
            services.GetRequiredService<Generations<LoadBalancerGeneration>>().Current.Policies, services.GetRequiredService<ILogger<LockedListener>>()));
        builder.Services.AddSingleton<ISettingsSwap<LoadBalancerOptions>, LoadBalancerSettings>();

        var app = builder.Build();
        app.UseOuterEdge(context => ProxyAnswer.Internal(AnswerProtocols.Of(context)));
        app.UseControlRoutes(ReloadRoutes.Map<LoadBalancerOptions>(new RouteTable()));
        app.Run(app.Services.GetRequiredService<Generations<LoadBalancerGeneration>>().RunAsync);
        return app;
    }
}
