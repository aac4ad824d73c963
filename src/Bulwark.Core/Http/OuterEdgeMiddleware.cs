using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Core.Http;

/// <summary>Puts an <see cref="OuterEdge"/> around a pipeline.</summary>
public static class OuterEdgeMiddleware
{
    /// <summary>Answers for every exception that comes out of what follows.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="internalError">The protocol's internal error.</param>
    public static void UseOuterEdge(this IApplicationBuilder app, Func<HttpContext, IResult> internalError) =>
        app.UseOuterEdge(new OuterEdge(app.ApplicationServices, internalError));

    /// <inheritdoc cref="UseOuterEdge(IApplicationBuilder, Func{HttpContext, IResult})" />
    public static void UseOuterEdge(this IApplicationBuilder app, OuterEdge edge) => app.Use(next => context => GuardAsync(context, next, edge));

    private static async Task GuardAsync(HttpContext context, RequestDelegate next, OuterEdge edge)
    {
        try
        {
            await next(context);
        }
#pragma warning disable CA1031 // the outer edge of the tier
        catch (Exception e)
#pragma warning restore CA1031
        {
            await edge.AnswerAsync(context, e);
        }
    }
}
