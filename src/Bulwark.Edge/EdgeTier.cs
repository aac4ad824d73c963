using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.Core.Usage;
using Bulwark.Edge.Acme;
using Bulwark.Edge.Caching;
using Bulwark.Edge.Control;
using Bulwark.Edge.Handshakes;
using Bulwark.Edge.HttpRedirect;
using Bulwark.Pki.Acme;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Control;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Limits;
using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.Listeners;
using Bulwark.Proxy.Reloading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge;

/// <summary>The edge: TLS for everybody, one normalisation of each request, and the only way to the load balancer.</summary>
public static class EdgeTier
{
    /// <summary>Name of the tier.</summary>
    public const string Name = "edge";

    /// <summary>The tier, ready to start.</summary>
    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable.</exception>
    public static WebApplication Build(EdgeOptions options, TierEnvironment environment)
    {
        var builder = TierHost.CreateBuilder(Name, environment);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, environment));
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<Forwarder>();
        builder.Services.AddConnectionLimits(environment.Time);
        builder.Services.AddSingleton(_ => new RateLimitCounters(Name, environment.Time));
        builder.Services.AddFirewall(Name, environment);
        builder.Services.AddSingleton<CacheStore>();
        builder.Services.AddSingleton(new UsageRecord(environment.Time));
        builder.Services.AddHostedService(services => new UsageWatch(Name, services.GetRequiredService<UsageRecord>(), () => LookAtOrigins(services), environment));
        builder.Services.AddSingleton(services => new Generations<EdgeGeneration>(new EdgeGeneration(options, environment, services)));
        builder.Services.AddSingleton<ISettingsSwap<EdgeOptions>, EdgeSettings>();
        builder.Services.AddSingleton<PendingChallenges>();
        builder.Services.AddSingleton<AcmeService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AcmeService>());

        var app = builder.Build();
        app.UseFirstRequest();
        app.UseLateAnswers();
        var edge = new OuterEdge(
            app.Services, context => ProxyAnswer.Internal(AnswerProtocols.Of(context)), (context, status) => ProxyAnswer.Refused(status, AnswerProtocols.Of(context)));
        var generations = app.Services.GetRequiredService<Generations<EdgeGeneration>>();
        generations.Current.RememberRevocations();
        generations.Current.Firewall.TakeOver();
        var routes = ReloadRoutes.Map<EdgeOptions>(new RouteTable());
        RateLimitRoutes.Map(routes, () => generations.Current.RateLimiter);
        FirewallRoutes.Map(routes, () => generations.Current.Firewall);
        CacheRoutes.Map(routes);
        OriginRoutes.Map(routes, () => generations.Current.Origins);
        AcmeRoutes.Map(routes);
        app.UseControlRoutes(routes, edge);
        app.UseHttpRedirect(() => generations.Current.Options, app.Services.GetRequiredService<PendingChallenges>(), edge);
        app.Run(context => generations.RunAsync(context, edge));
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, EdgeOptions options, TierEnvironment environment)
    {
        var generations = kestrel.ApplicationServices.GetRequiredService<Generations<EdgeGeneration>>();
        var open = kestrel.ApplicationServices.GetRequiredService<OpenConnections>();
        kestrel.Limits.SetPublicLimits(options.Limits.IdleTimeout, maxStreams: 100, isShared: false);
        kestrel.Limits.Put(options.Limits);
        kestrel.ListenPublicly(
            options.Listen,
            environment.Port(8443),
            new TlsHandshakeCallbackOptions { OnConnection = context => generations.Current.ChooseTlsAsync(context) },
            afterTls: listen =>
            {
                HandshakeDeadline.End(listen);
                TlsAlpnChallenge.End(listen);
            },
            beforeTls: listen =>
            {
                listen.UseConnectionLimits(open, () => generations.Current.ConnectionLimits);
                HandshakeDeadline.Begin(listen, environment.Time);
                listen.UseClientHello();
                TlsAlpnChallenge.LookFor(listen, kestrel.ApplicationServices.GetRequiredService<PendingChallenges>());
            });
        if (options.HttpRedirect is { } redirect)
            kestrel.ListenForRedirects(redirect, environment.Port(8080), listen => listen.UseConnectionLimits(open, () => generations.Current.ConnectionLimits));
    }

    private static void LookAtOrigins(IServiceProvider services) => services.GetRequiredService<UsageRecord>().Look(
        [UsageKinds.Origin], services.GetRequiredService<Generations<EdgeGeneration>>().Current.Origins.Servers.Select(server => (UsageKinds.Origin + server.Target.Name, server.TakeUse())));
}
