using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Reloading;
using Bulwark.Proxy.Listeners;
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
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var generations = kestrel.ApplicationServices.GetRequiredService<Generations<EdgeGeneration>>();
            kestrel.Limits.SetPublicLimits(KeepAlive, maxStreams: 100);
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 100;
            kestrel.Limits.SetSlowestRate(new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5)));
            kestrel.ListenPublicly(
                options.Listen, environment.Port(8443), new TlsHandshakeCallbackOptions { OnConnection = context => generations.Current.ChooseTlsAsync(context) });
        });
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<Forwarder>();
        builder.Services.AddSingleton(services => new Generations<EdgeGeneration>(new EdgeGeneration(options, environment, services)));
        builder.Services.AddSingleton<ISettingsSwap<EdgeOptions>, EdgeSettings>();

        var app = builder.Build();
        app.UseOuterEdge(context => ProxyAnswer.Internal(AnswerProtocols.Of(context)));
        app.UseControlRoutes(ReloadRoutes.Map<EdgeOptions>(new RouteTable()));
        app.Run(app.Services.GetRequiredService<Generations<EdgeGeneration>>().RunAsync);
        return app;
    }
}
