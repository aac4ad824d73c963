using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.Listeners;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.Rules;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Proxy.Framing;
using Bulwark.Proxy.Limits;
using Bulwark.Proxy.Reloading;
using Bulwark.Proxy.Headers;
using Bulwark.Proxy.Hosts;
using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.RequestPath;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer;

/// <summary>The load balancer as one reading of the settings describes it.</summary>
internal sealed class LoadBalancerGeneration : IGeneration
{
    private readonly EdgeAuthTable _auth;
    private readonly RateLimiter _rateLimiter;

    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable.</exception>
    public LoadBalancerGeneration(LoadBalancerOptions options, TierEnvironment environment, IServiceProvider services)
    {
        Options = options;
        Environment = environment;
        Listeners = ListenerSetups.Create(options, environment);
        Edges = new EdgeIdentities(options.EdgeIdentities);
        TargetGroups = new TargetGroupTable(options.TargetGroups, services.GetRequiredService<TargetStates>(), environment);
        _auth = new EdgeAuthTable(options.Auth, environment);
        _rateLimiter = new RateLimiter(options.RateLimits, environment, services.GetRequiredService<RateLimitCounters>(), _auth.SubjectOf);
        Pipeline = BuildPipeline(services);
    }

    /// <summary>The settings that this was built from.</summary>
    public LoadBalancerOptions Options { get; }

    /// <summary>What the rest of the settings said.</summary>
    public TierEnvironment Environment { get; }

    public RequestDelegate Pipeline { get; }

    /// <summary>What each listener shows to its peers and asks of them.</summary>
    public IReadOnlyList<ListenerSetup> Listeners { get; }

    /// <summary>Who is an edge of ours.</summary>
    public EdgeIdentities Edges { get; }

    /// <summary>Where requests can go.</summary>
    public TargetGroupTable TargetGroups { get; }

    /// <summary>The limits, for the control routes.</summary>
    public RateLimiter RateLimiter => _rateLimiter;

    public void Dispose()
    {
        _rateLimiter.Dispose();
        TargetGroups.Dispose();
        _auth.Dispose();
    }

    private RequestDelegate BuildPipeline(IServiceProvider services)
    {
        var forwarder = services.GetRequiredService<GroupForwarder>();
        var rules = new RuleTable(Options, TargetGroups, Environment);
        var pipeline = new ApplicationBuilder(services);
        pipeline.UseFramingRule();
        pipeline.UseCleanHeaders(Edges.TrustOf);
        pipeline.UseClientCertificateHeaders();
        pipeline.UseHostRule(new HostRule(Environment.Hosts), namesItself: Edges.IsEdge);
        pipeline.UsePathRule();
        pipeline.UseBodyLimit(BodyLimitTable.Everything);
        pipeline.UseRateLimits(_rateLimiter, applies: context => !Edges.IsEdge(context));
        pipeline.UseEdgeAuth(_auth, applies: context => !Edges.IsEdge(context));
        pipeline.Run(context => rules.ActAsync(context, forwarder));
        return pipeline.Build();
    }
}
