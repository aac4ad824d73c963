using System.Net;
using Bulwark.Admin.Access;
using Bulwark.Admin.Api;
using Bulwark.Admin.Console;
using Bulwark.Admin.Control;
using Bulwark.Admin.Listener;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Admin;

/// <summary>
/// The admin plane: HTTPS on 127.0.0.1 for whoever holds a client certificate of the admin CA or has redeemed a one-time link. To everybody else
/// every path is an empty 404.
/// </summary>
public static class AdminTier
{
    /// <summary>Name of the tier.</summary>
    public const string Name = "admin";

    /// <summary>Forms are all that is ever sent here.</summary>
    private const long MaxRequestBytes = 16 * 1024;

    /// <summary>The tier, ready to be started.</summary>
    /// <exception cref="Core.OperatorException">A certificate file is missing or unusable.</exception>
    public static WebApplication Build(AdminOptions options, TierEnvironment environment)
    {
        var builder = TierHost.CreateBuilder(Name, environment);
        var handshake = AdminHandshake.Create(environment);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Listen(IPAddress.Loopback, options.Port ?? environment.Port(9090), listen => Configure(listen, handshake));
        });
        builder.Services.AddSingleton<ListenAddress>();
        builder.Services.AddSingleton<OneTimeLinks>();
        builder.Services.AddSingleton<AdminSessions>();
        builder.Services.AddSingleton<StatusReader>();
        builder.Services.AddSingleton<LinksEndpoint>();
        builder.Services.AddSingleton<LinkRedemption>();
        builder.Services.AddSingleton<ConsoleEndpoints>();

        var app = builder.Build();
        app.UseOuterEdge(_ => BareAnswer.Internal);
        app.UseControlRoutes(app.Services.GetRequiredService<LinksEndpoint>().Map(new RouteTable()));
        UseListener(app);
        return app;
    }

    private static void UseListener(WebApplication app)
    {
        var redemption = app.Services.GetRequiredService<LinkRedemption>();
        var console = app.Services.GetRequiredService<ConsoleEndpoints>();
        app.UseAccessLog(app.Services.GetRequiredService<AdminSessions>());
        app.UseOwnHostOnly();
        app.UseSameOriginPosts();
        app.MapWhen(context => Visitor.Of(context) is null, strangers =>
            strangers.UseRouteTable(redemption.Map(new RouteTable()), BareAnswer.ToNotFound, BareAnswer.ToNotFound));
        app.UseRouteTable(console.Map(redemption.Map(new RouteTable())), BareAnswer.ToNotFound, BareAnswer.ToMethodNotAllowed);
    }

    private static void Configure(ListenOptions listen, AdminHandshake handshake)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = handshake.ChooseOptionsAsync, HandshakeTimeout = AdminHandshake.Timeout });
    }
}
