using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Hosts;

/// <summary>Answers 421 to a request for a host that is not served.</summary>
public static class HostRuleMiddleware
{
    /// <summary>
    /// Refuses a Host that is missing, an IP literal or not listed, and one that differs from the server name of the TLS handshake. A handshake without
    /// a server name differs from every Host. Where the handshake named nobody who is served, no request of the connection can be: it ends with the answer, instead of waiting
    /// for others.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="rule">The names that are served.</param>
    /// <param name="namesItself">
    /// True for a peer whose handshake names the server that it connects to, while Host is its own client's: a proxy of ours.
    /// </param>
    public static void UseHostRule(this IApplicationBuilder app, HostRule rule, Func<HttpContext, bool> namesItself) =>
        app.Use(next => context => IsServed(context, rule, namesItself) ? next(context) : RefuseAsync(context, rule, namesItself));

    private static Task RefuseAsync(HttpContext context, HostRule rule, Func<HttpContext, bool> namesItself)
    {
        if (!rule.IsServed(ServerName(context)) && !namesItself(context))
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        return ProxyAnswer.Misdirected(AnswerProtocols.Of(context)).ExecuteAsync(context);
    }

    private static bool IsServed(HttpContext context, HostRule rule, Func<HttpContext, bool> namesItself)
    {
        var host = context.Request.Host.Value;
        if (string.IsNullOrEmpty(host) || !rule.IsServed(host))
            return false;

        return HostRule.IsSameName(host, ServerName(context)) || namesItself(context);
    }

    private static string? ServerName(HttpContext context) => context.Features.Get<ITlsHandshakeFeature>()?.HostName;
}
