using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity;

/// <summary>
/// CORS for browser clients, as open as Cognito's: any page may call. What proves a caller is in the request itself, never a cookie, so a page gains
/// nothing that its server would not have.
/// </summary>
internal static class CrossOrigin
{
    private const string RequestHeaders = "Authorization, Content-Type, X-Amz-Target, X-Amz-User-Agent, X-Amzn-RequestId, Amz-Sdk-Request, Amz-Sdk-Invocation-Id";

    /// <summary>Lets every origin read every public answer, the refusals too.</summary>
    public static void UseCrossOrigin(this IApplicationBuilder app) => app.Use(next => context =>
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return next(context);
    });

    /// <summary>Maps a route and the browser's question before it (<c>OPTIONS</c>).</summary>
    public static RouteTable MapForBrowsers(this RouteTable routes, string method, string template, RouteEndpoint endpoint) => routes
        .Map(method, template, endpoint)
        .Map("OPTIONS", template, (context, _) => PreflightAsync(context, method));

    private static ValueTask<IResult> PreflightAsync(HttpContext context, string method)
    {
        context.Response.Headers.AccessControlAllowMethods = method;
        context.Response.Headers.AccessControlAllowHeaders = RequestHeaders;
        context.Response.Headers.AccessControlMaxAge = "86400";
        return ValueTask.FromResult<IResult>(TypedResults.NoContent());
    }
}
