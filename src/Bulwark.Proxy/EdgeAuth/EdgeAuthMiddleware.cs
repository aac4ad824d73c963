using Bulwark.Proxy.EdgeAuth.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.EdgeAuth;

/// <summary>Puts <see cref="EdgeAuthTable"/> into a pipeline.</summary>
public static class EdgeAuthMiddleware
{
    /// <summary>Refuses requests that show no good token where one is demanded. A browser's preflight carries none and goes on.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="auth">What is demanded where.</param>
    /// <param name="applies">False for peers that have done this already.</param>
    public static void UseEdgeAuth(this IApplicationBuilder app, EdgeAuthTable auth, Func<HttpContext, bool> applies) =>
        app.Use(next => context => applies(context) && auth.Find(context) is { Mode: not EdgeAuthMode.Off } route && !IsPreflight(context)
            ? GuardAsync(context, next, auth, route)
            : next(context));

    private static async Task GuardAsync(HttpContext context, RequestDelegate next, EdgeAuthTable auth, EdgeAuthRoute route)
    {
        if (!route.IsResource && SocketGate.IsWebSocket(context))
        {
            await SocketGate.RunAsync(context, next, auth, route);
            return;
        }

        var verdict = await JudgeAsync(context, route);
        Metrics.CountAuthDecision(route, verdict.Result);
        if (verdict.Result == EdgeAuthResult.Allowed || route.Mode == EdgeAuthMode.Count)
            await next(context);
        else
            await new EdgeAuthAnswer(auth, route, verdict).ExecuteAsync(context);
    }

    private static async ValueTask<EdgeAuthVerdict> JudgeAsync(HttpContext context, EdgeAuthRoute route)
    {
        if (context.Request.Headers.Authorization.Count == 0)
            return new EdgeAuthVerdict(EdgeAuthResult.Missing);

        var token = RequestToken.Of(context, route.Verifier);
        return token.Verifier is null ? new EdgeAuthVerdict(EdgeAuthResult.Malformed) : route.Judge(await token.ResultAsync());
    }

    /// <summary>A CORS preflight (Fetch standard, section 4.8) has no body, so it can ask for nothing.</summary>
    private static bool IsPreflight(HttpContext context)
    {
        if (!HttpMethods.IsOptions(context.Request.Method))
            return false;

        var headers = context.Request.Headers;
        return headers.Origin.Count == 1 && headers.AccessControlRequestMethod.Count == 1
            && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true };
    }
}
