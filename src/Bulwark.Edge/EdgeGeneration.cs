using System.Net.Security;
using Bulwark.Core.Hosting;
using Bulwark.Edge.Acme;
using Bulwark.Edge.Caching;
using Bulwark.Edge.Compression;
using Bulwark.Edge.Handshakes;
using Bulwark.Edge.Origins;
using Bulwark.Pki.Revocation;
using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Answers;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Framing;
using Bulwark.Proxy.Headers;
using Bulwark.Proxy.Hosts;
using Bulwark.Proxy.Limits;
using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.Reloading;
using Bulwark.Proxy.RequestPath;
using Bulwark.Proxy.Tls;
using Bulwark.Proxy.Upstream;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Edge;

/// <summary>The edge as one reading of the settings describes it.</summary>
internal sealed class EdgeGeneration : IGeneration
{
    private readonly EdgeCertificates _certificates;
    private readonly UpstreamProxies? _upstream;
    private readonly OriginPools _origins;
    private readonly EdgeAuthTable _auth;
    private readonly RateLimiter _rateLimiter;
    private readonly CancellationTokenSource _retired = new();

    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable, or the rules of the firewall do not load.</exception>
    public EdgeGeneration(EdgeOptions options, TierEnvironment environment, IServiceProvider services)
    {
        Options = options;
        Environment = environment;
        _certificates = new EdgeCertificates(options, environment);
        _upstream = options.UpstreamProxies is { } proxies ? new UpstreamProxies(proxies, environment) : null;
        ConnectionLimits = new ConnectionLimits(options.Limits, options.UpstreamProxies?.Ranges ?? []);
        _auth = new EdgeAuthTable(options.Auth, environment);
        _rateLimiter = new RateLimiter(options.RateLimits, environment, services.GetRequiredService<RateLimitCounters>(), _auth.SubjectOf);
        Firewall = new RequestFirewall(options.Waf, environment, services, _auth);
        _origins = new OriginPools(options, environment, Firewall.Watch);
        Pipeline = BuildPipeline(services);
    }

    /// <summary>The settings that this was built from.</summary>
    public EdgeOptions Options { get; }

    /// <summary>What the rest of the settings said.</summary>
    public TierEnvironment Environment { get; }

    /// <summary>How many connections and requests are taken.</summary>
    public ConnectionLimits ConnectionLimits { get; }

    public RequestDelegate Pipeline { get; }

    /// <summary>The TLS options of a new connection.</summary>
    public ValueTask<SslServerAuthenticationOptions> ChooseTlsAsync(TlsHandshakeCallbackContext context)
    {
        if (context.Connection.Features.Get<TlsAlpnChallenge>() is { } challenge)
            return ValueTask.FromResult(challenge.CreateTls());

        var certificate = _certificates.Choose(context.ClientHelloInfo.ServerName);
        if (_upstream is null || !_upstream.AsksForCertificate(context.Connection))
            return ValueTask.FromResult(context.Connection.Features.Get<ClientHello>() is { OffersTls13: true } ? certificate.Tls13 : certificate.Tls);

        var tls = TlsPolicy.CreateServerOptions(certificate.Context);
        _upstream.AskForCertificate(context.Connection, tls);
        return ValueTask.FromResult(tls);
    }

    /// <summary>The generation is in force: what it knows of revocations is not forgotten any more.</summary>
    public void RememberRevocations() => RevocationMemory.Keep(_upstream?.TrustStores ?? [], Environment.LoggerFactory.CreateLogger<EdgeGeneration>());

    /// <summary>The limits, for the control routes.</summary>
    public RateLimiter RateLimiter => _rateLimiter;

    /// <summary>The rules that requests have to pass, for the control routes.</summary>
    public RequestFirewall Firewall { get; }

    /// <summary>The load balancers, for the control routes.</summary>
    public OriginPools Origins => _origins;

    /// <summary>Other settings are in force: requests under way go on, what nobody waits for ends.</summary>
    public void Retire() => _retired.Cancel();

    /// <summary>Disposed of: its last request has ended.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Its connections to the load balancers end in time, unless those of the settings in force rest on the same.</summary>
    public void Yield(EdgeGeneration inForce)
    {
        lock (_origins)
        {
            if (!IsOver)
                _origins.Yield(inForce._origins, inForce.Options.Origin.ConnectionGrace);
        }
    }

    public void Dispose()
    {
        _retired.Cancel();
        _rateLimiter.Dispose();
        lock (_origins)
        {
            IsOver = true;
            _origins.Dispose();
        }

        _auth.Dispose();
        _retired.Dispose();
    }

    /// <summary>What happens to a request, in this order: nothing is decided before the request is unambiguous, and nothing is forwarded before all have agreed.</summary>
    private RequestDelegate BuildPipeline(IServiceProvider services)
    {
        var forwarder = services.GetRequiredService<Forwarder>();
        var pipeline = new ApplicationBuilder(services);
        new AnswerHeaders(Options.SecurityHeaders).Use(pipeline);
        pipeline.UseFramingRule();
        pipeline.UseRequestsPerAddress(ConnectionLimits);
        pipeline.UseCleanHeaders(_ => HeaderTrust.Client, _upstream);
        pipeline.UseHostRule(new HostRule(Environment.Hosts), namesItself: _ => false);
        pipeline.UseUriLimit(Options.Limits.UriBytes);
        pipeline.UsePathRule();
        pipeline.UseAddressRule(new AddressRule(Options.Addresses));
        pipeline.UseBodyLimit(new BodyLimitTable(Options.Limits.BodyLimits, Options.Limits.BodyBytes));
        pipeline.UseRateLimits(_rateLimiter, applies: _ => true);
        pipeline.UseFirewall(Firewall, applies: _ => true);
        pipeline.UseEdgeAuth(_auth, applies: _ => true);
        pipeline.UseCompression(Options.Compression);
        pipeline.UseCache(Options.Cache, services.GetRequiredService<CacheStore>(), Environment.Time, _retired.Token);
        pipeline.UseAnswerInspection(Firewall, applies: _ => true);
        pipeline.Run(context => _origins.ForwardAsync(context, forwarder));
        return pipeline.Build();
    }
}
