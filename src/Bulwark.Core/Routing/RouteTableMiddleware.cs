using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Core.Routing;

/// <summary>Ends a tier's pipeline with its <see cref="RouteTable"/>.</summary>
public static class RouteTableMiddleware
{
    /// <summary>Answers every request from the table; the two functions say, in the protocol's words, that it has no such path or no such method there.</summary>
    public static void UseRouteTable(
        this IApplicationBuilder app, RouteTable routes, Func<HttpContext, IResult> notFound, Func<HttpContext, IResult> methodNotAllowed) =>
        app.Run(context => AnswerAsync(context, routes, notFound, methodNotAllowed));

    private static async Task AnswerAsync(
        HttpContext context, RouteTable routes, Func<HttpContext, IResult> notFound, Func<HttpContext, IResult> methodNotAllowed)
    {
        var match = routes.Match(context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        if (match.AllowedMethods.Count > 0)
            context.Response.Headers.Allow = string.Join(", ", match.AllowedMethods);

        var result = match switch
        {
            { Endpoint: { } endpoint } => await endpoint(context, match.Values),
            { AllowedMethods.Count: > 0 } => methodNotAllowed(context),
            _ => notFound(context),
        };
        await result.ExecuteAsync(context);
    }
}
