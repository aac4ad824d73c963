using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.DataApi.Http;

/// <summary>Lets pages of the configured origins call this API (Fetch standard, "CORS protocol"), and answers their preflights. Credentials are never allowed: there are no cookies.</summary>
internal static class CorsMiddleware
{
    public static void UseCors(this IApplicationBuilder app, IReadOnlyList<string> origins) =>
        app.Use(next => context => HandleAsync(context, next, origins));

    private static Task HandleAsync(HttpContext context, RequestDelegate next, IReadOnlyList<string> origins)
    {
        if (AllowedOrigin(context.Request, origins) is { } origin)
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            if (origin != "*")
                context.Response.Headers.Append("Vary", "Origin");
        }

        if (!HttpMethods.IsOptions(context.Request.Method))
            return next(context);

        context.Response.Headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        context.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type, X-Hasura-Role";
        context.Response.Headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static string? AllowedOrigin(HttpRequest request, IReadOnlyList<string> origins)
    {
        if (origins.Contains("*", StringComparer.Ordinal))
            return "*";

        return request.Headers.Origin is [{ } origin] && origins.Contains(origin, StringComparer.Ordinal) ? origin : null;
    }
}
