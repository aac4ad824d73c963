using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.Rules;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Pki;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Framing;
using Bulwark.Proxy.Headers;
using Bulwark.Proxy.Hosts;
using Bulwark.Proxy.Listeners;
using Bulwark.Proxy.RequestPath;
using Bulwark.Proxy.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
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
        var handshake = CreateHandshake(options, environment);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // To the edge's HTTP client our connections are plain ones (it made the TLS itself), so it says :scheme http. Nothing here reads the scheme.
            kestrel.AllowAlternateSchemes = true;
            kestrel.Limits.SetPublicLimits(KeepAlive, maxStreams: 1000);
            kestrel.Limits.SetSlowestRate(null);
            kestrel.ListenPublicly(options.Listen, environment.Port(9443), new TlsHandshakeCallbackOptions { OnConnection = handshake.ChooseOptionsAsync });
        });
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<Forwarder>();
        builder.Services.AddSingleton(_ => new TargetGroupTable(environment.Data));

        var app = builder.Build();
        app.UseOuterEdge(context => ProxyAnswer.Internal(AnswerProtocols.Of(context)));
        app.UseControlRoutes(new RouteTable());
        UsePublicPipeline(app, options, environment);
        return app;
    }

    private static void UsePublicPipeline(WebApplication app, LoadBalancerOptions options, TierEnvironment environment)
    {
        var edges = new EdgeIdentities(options.EdgeIdentities);
        var forwarder = app.Services.GetRequiredService<Forwarder>();
        var table = new PublicPathTable(app.Services.GetRequiredService<TargetGroupTable>(), PoolId(environment.Issuer), options.LandingUrl);
        app.UseFramingRule();
        app.UseCleanHeaders(edges.TrustOf);
        app.UseHostRule(new HostRule(environment.Hosts), namesItself: edges.IsEdge);
        app.UsePathRule();
        app.UseBodyLimit();
        app.Run(context => ActAsync(context, table.Find(context), forwarder));
    }

    private static Task ActAsync(HttpContext context, RuleAction action, Forwarder forwarder) => action switch
    {
        RuleAction.Forward forward => forwarder.ForwardAsync(context, forward.Target),
        RuleAction.Answer answer => answer.Result.ExecuteAsync(context),
        _ => throw new InvalidOperationException($"No action {action}"),
    };

    private static MutualTlsHandshake CreateHandshake(LoadBalancerOptions options, TierEnvironment environment)
    {
        var certificate = (options.Certificate ?? CertificateOptions.OfInstance(environment.Data, PkiFolder.LoadBalancer)).Load(environment.Data);
        var trustStore = options.TrustStore is { } file
            ? Path.GetFullPath(file, environment.Data.Root)
            : new PkiFolder(environment.Data).Certificate(PkiFolder.OriginCa);
        return new MutualTlsHandshake(
            certificate, TrustStore.Load(trustStore, environment.Time), options.MutualTls, environment.LoggerFactory.CreateLogger<MutualTlsHandshake>());
    }

    private static string PoolId(string issuer) => issuer[(issuer.LastIndexOf('/') + 1)..];
}
