using System.Net;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Pki;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Framing;
using Bulwark.Proxy.Headers;
using Bulwark.Proxy.Listeners;
using Bulwark.Proxy.RequestPath;
using Bulwark.Proxy.Tls;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Edge.Tests.Hostile;

/// <summary>One hop of our proxy that forwards every path to one socket: with the path rule, or without it and without any cleaning, to see that the corpus has teeth.</summary>
internal sealed class OpenProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ForwardTarget _target;

    private OpenProxy(WebApplication app, ForwardTarget target)
    {
        _app = app;
        _target = target;
    }

    public int Port => EndpointOf.Port(_app);

    public static async Task<OpenProxy> StartAsync(TierEnvironment environment, string socket, bool hasRule)
    {
        var target = new ForwardTarget(
            "backend", UnixSocketHttp.CreateHandler(socket), new ForwarderRequestConfig { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact });
        var certificate = CertificateOptions.OfInstance(environment.Data, PkiFolder.EdgeServer).Load(environment.Data);
        var tls = TlsPolicy.CreateServerOptions(certificate);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenPublicly(
            new ListenerOptions { Address = "127.0.0.1", Port = 0 }, 0, new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls) }));
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<Forwarder>();
        builder.Services.AddSingleton(TimeProvider.System);
        var app = builder.Build();
        app.UseFramingRule();
        if (hasRule)
        {
            app.UseCleanHeaders(_ => HeaderTrust.Client);
            app.UsePathRule();
        }

        var forwarder = app.Services.GetRequiredService<Forwarder>();
        app.Run(async context => await Forwarder.AnswerAsync(context, forwarder.ResultOf(context, target, await forwarder.SendAsync(context, target))));
        await app.StartAsync();
        return new OpenProxy(app, target);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(Deadline.Token(TimeSpan.FromMilliseconds(100)));
        await _app.DisposeAsync();
        _target.Dispose();
    }
}
