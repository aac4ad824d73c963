using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Link;
using Bulwark.Core.Routing;
using Bulwark.Core.Usage;
using Bulwark.LoadBalancer.Control;
using Bulwark.LoadBalancer.Listeners;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Control;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Limits;
using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.Reloading;
using Bulwark.Proxy.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer;

/// <summary>The load balancer: the lock in the handshake, the public path table, and the tiers behind.</summary>
public static class LoadBalancerTier
{
    /// <summary>Name of the tier.</summary>
    public const string Name = "load-balancer";

    /// <summary>
    /// Requests on one connection of an edge; beyond, it opens another one. Answers that nobody takes lie in the edge, and those of its HTTP client have 64 MiB of a connection together: the fewer
    /// share one, the fewer wait for them.
    /// </summary>
    private const int MostStreams = 256;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromHours(1);

    /// <summary>The tier, ready to start.</summary>
    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable.</exception>
    public static WebApplication Build(LoadBalancerOptions options, TierEnvironment environment)
    {
        var builder = TierHost.CreateBuilder(Name, environment);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // To the edge's HTTP client our connections are plain ones (it made the TLS itself), so it says :scheme http. Nothing here reads the scheme.
            kestrel.AllowAlternateSchemes = true;
            kestrel.Limits.SetPublicLimits(KeepAlive, MostStreams, isShared: true);
            kestrel.Limits.PutBodyRate(LoadBalancerGeneration.StrangerLimits);
            kestrel.ListenLocked(options, environment);
            if (environment.Link is { } link)
            {
                var listener = kestrel.ApplicationServices.GetRequiredService<LockedListeners>().Find(LockedListeners.Default)!;
                kestrel.ListenOnLink(link, (connection, peer, next) => listener.ServeAsync(connection, listener.Admit(connection.LocalEndPoint, peer.Leaf, peer.Intermediates), next));
            }
        });
        builder.AddLinkListening();
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<Forwarder>();
        builder.Services.AddConnectionLimits(environment.Time);
        builder.Services.AddSingleton(_ => new RateLimitCounters(Name, environment.Time));
        builder.Services.AddFirewall(Name, environment);
        builder.Services.AddSingleton(services => new Generations<LoadBalancerGeneration>(new LoadBalancerGeneration(options, environment, services)));
        builder.Services.AddSingleton(new UsageRecord(environment.Time));
        builder.Services.AddSingleton<Usage>();
        builder.Services.AddHostedService(services => new UsageWatch(Name, services.GetRequiredService<UsageRecord>(), services.GetRequiredService<Usage>().Look, environment));
        builder.Services.AddTargetGroups();
        builder.Services.AddLock();
        builder.Services.AddSingleton<ISettingsSwap<LoadBalancerOptions>, LoadBalancerSettings>();

        var app = builder.Build();
        app.UseFirstRequest();
        app.UseLateAnswers();
        if (environment.Link is { } sessions)
            app.UseLinkSessions(sessions);
        var edge = new OuterEdge(
            app.Services, context => ProxyAnswer.Internal(AnswerProtocols.Of(context)), (context, status) => ProxyAnswer.Refused(status, AnswerProtocols.Of(context)));
        var generations = app.Services.GetRequiredService<Generations<LoadBalancerGeneration>>();
        generations.Current.Firewall.TakeOver();
        var routes = ReloadRoutes.Map<LoadBalancerOptions>(new RouteTable());
        app.Services.GetRequiredService<LockRoutes>().Map(routes);
        app.Services.GetRequiredService<TargetGroupRoutes>().Map(routes);
        RateLimitRoutes.Map(routes, () => generations.Current.RateLimiter);
        FirewallRoutes.Map(routes, () => generations.Current.Firewall);
        app.UseControlRoutes(routes, edge);
        app.Run(context => generations.RunAsync(context, edge));
        return app;
    }
}
