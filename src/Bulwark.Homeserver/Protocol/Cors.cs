using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Protocol;

/// <summary>Lets web clients of any origin call: access is by token, never by cookie.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#web-browser-clients"/>
internal static class Cors
{
    public static void UseMatrixCors(this IApplicationBuilder app) => app.Use(next => context => AnswerAsync(context, next));

    private static Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE, OPTIONS";
        headers.AccessControlAllowHeaders = "X-Requested-With, Content-Type, Authorization";
        headers.AccessControlExposeHeaders = "Retry-After";
        headers.CacheControl = "no-store";
        if (!HttpMethods.IsOptions(context.Request.Method))
            return next(context);

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
