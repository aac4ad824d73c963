using Bulwark.Proxy.Firewall.Bodies;
using Bulwark.Proxy.Firewall.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Firewall;

/// <summary>Puts a <see cref="RequestFirewall"/> into a pipeline.</summary>
public static class FirewallMiddleware
{
    /// <summary>Refuses what the rules refuse. This comes behind the path rule and the limits, and before anything that reads the body or knows who the client is.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="firewall">The rules.</param>
    /// <param name="applies">False for peers that have done this already.</param>
    public static void UseFirewall(this IApplicationBuilder app, RequestFirewall firewall, Func<HttpContext, bool> applies) =>
        app.Use(next => context =>
        {
            if (!applies(context))
                return next(context);

            firewall.Traffic.Came();
            return firewall.IsOn ? GuardAsync(context, next, firewall) : next(context);
        });

    private static Task GuardAsync(HttpContext context, RequestDelegate next, RequestFirewall firewall)
    {
        if (HasBody(context))
            return new BodyGuard(firewall, context).RunAsync(next);

        if (firewall.Judge(context, default) is { } refusal)
            return refusal.AnswerAsync(context);

        return SocketInspection.Concerns(context) ? SocketInspection.RunAsync(context, next, firewall) : next(context);
    }

    private static bool HasBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false }
        && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true };
}
