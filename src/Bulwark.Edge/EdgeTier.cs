using System.Net.Security;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.Edge.Origins;
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
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge;

/// <summary>The edge: TLS for everybody, one normalisation of each request, and the only way to the load balancer.</summary>
public static class EdgeTier
{
    /// <summary>Name of the tier.</summary>
    public const string Name = "edge";

    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(10);

    /// <summary>The tier, ready to start.</summary>
    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable.</exception>
    public static WebApplication Build(EdgeOptions options, TierEnvironment environment)
    {
        var builder = TierHost.CreateBuilder(Name, environment);
        var origin = OriginTarget.Create(options.Origin, environment);
        var tls = TlsPolicy.CreateServerOptions(LoadCertificate(options, environment));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.SetPublicLimits(KeepAlive, maxStreams: 100);
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 100;
            kestrel.Limits.SetSlowestRate(new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5)));
            kestrel.ListenPublicly(options.Listen, environment.Port(8443), new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls) });
        });
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<Forwarder>();
        builder.Services.AddSingleton(_ => origin);

        var app = builder.Build();
        app.UseOuterEdge(context => ProxyAnswer.Internal(AnswerProtocols.Of(context)));
        app.UseControlRoutes(new RouteTable());
        UsePublicPipeline(app, new HostRule(environment.Hosts));
        return app;
    }

    private static void UsePublicPipeline(WebApplication app, HostRule hosts)
    {
        var forwarder = app.Services.GetRequiredService<Forwarder>();
        var origin = app.Services.GetRequiredService<ForwardTarget>();
        app.UseFramingRule();
        app.UseCleanHeaders(_ => HeaderTrust.Client);
        app.UseHostRule(hosts, namesItself: _ => false);
        app.UsePathRule();
        app.UseBodyLimit();
        app.Run(context => forwarder.ForwardAsync(context, origin));
    }

    private static SslStreamCertificateContext LoadCertificate(EdgeOptions options, TierEnvironment environment) =>
        (options.Certificate ?? CertificateOptions.OfInstance(environment.Data, PkiFolder.EdgeServer)).Load(environment.Data);
}
