using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.Listeners;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.Rules;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Answers;
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
    /// <summary>What peers may do that no edge of ours looks after. They come only while the lock is open, so nothing of it can be set.</summary>
    public static readonly ClientLimitOptions StrangerLimits = new();

    private static readonly BodyLimitTable StrangerBodies = new(StrangerLimits.BodyLimits, StrangerLimits.BodyBytes);

    private readonly EdgeAuthTable _auth;
    private readonly RateLimiter _rateLimiter;

    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable, or the rules of the firewall do not load.</exception>
    public LoadBalancerGeneration(LoadBalancerOptions options, TierEnvironment environment, IServiceProvider services)
    {
        Options = options;
        Environment = environment;
        Listeners = ListenerSetups.Create(options, environment);
        Edges = new EdgeIdentities(options.EdgeIdentities);
        _auth = new EdgeAuthTable(options.Auth, environment);
        _rateLimiter = new RateLimiter(options.RateLimits, environment, services.GetRequiredService<RateLimitCounters>(), _auth.SubjectOf);
        Firewall = new RequestFirewall(options.Waf, environment, services, _auth);
        TargetGroups = new TargetGroupTable(options.TargetGroups, services.GetRequiredService<TargetStates>(), environment, new MemberAnswers(Edges, Firewall.Watch));
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

    /// <summary>How many connections and requests strangers may have.</summary>
    public static ConnectionLimits ConnectionLimits { get; } = new(StrangerLimits, []);

    /// <summary>Where requests can go.</summary>
    public TargetGroupTable TargetGroups { get; }

    /// <summary>The limits, for the control routes.</summary>
    public RateLimiter RateLimiter => _rateLimiter;

    /// <summary>The rules that requests of strangers have to pass, for the control routes.</summary>
    public RequestFirewall Firewall { get; }

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
        new AnswerHeaders(new SecurityHeaderOptions()).Use(pipeline, applies: IsStranger);
        pipeline.UseFramingRule();
        pipeline.UseRequestsPerAddress(ConnectionLimits);
        pipeline.UseCleanHeaders(Edges.TrustOf);
        pipeline.UseClientCertificateHeaders();
        pipeline.UseHostRule(new HostRule(Environment.Hosts), namesItself: Edges.IsEdge);
        pipeline.UsePathRule();
        pipeline.UseBodyRate(Edges.IsEdge);
        pipeline.UseBodyLimit(context => Edges.IsEdge(context) ? BodyLimitTable.Everything : StrangerBodies);
        pipeline.UseRateLimits(_rateLimiter, applies: IsStranger);
        pipeline.UseFirewall(Firewall, applies: IsStranger);
        pipeline.UseEdgeAuth(_auth, applies: IsStranger);
        pipeline.UseAnswerInspection(Firewall, applies: IsStranger);
        pipeline.Run(context => rules.ActAsync(context, forwarder));
        return pipeline.Build();
    }

    private bool IsStranger(HttpContext context) => !Edges.IsEdge(context);
}
