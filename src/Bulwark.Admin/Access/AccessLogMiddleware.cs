using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Admin.Access;

/// <summary>Finds out who asks, and logs every request with its answer.</summary>
internal static class AccessLogMiddleware
{
    private const int LongestPath = 200;

    public static void UseAccessLog(this IApplicationBuilder app, AdminSessions sessions)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(AccessLogMiddleware));
        app.Use(next => context => LogAsync(context, next, sessions, log));
    }

    private static async Task LogAsync(HttpContext context, RequestDelegate next, AdminSessions sessions, ILogger log)
    {
        var visitor = Visitor.Recognise(context, sessions);
        if (visitor is not null)
            context.Features.Set(visitor);

        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(context);
            status = context.Response.StatusCode;
        }
        finally
        {
            Log.Answered(log, visitor?.Name ?? "a stranger", context.Request.Method, PathOf(context), status, context.TraceIdentifier);
        }
    }

    // Without what makes a link worth something, and without a query.
    private static string PathOf(HttpContext context)
    {
        var path = RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        if (path.StartsWith(LinkRedemption.Prefix, StringComparison.OrdinalIgnoreCase))
            return $"{LinkRedemption.Prefix}***";

        return path.Length <= LongestPath ? path.ToString() : $"{path[..LongestPath]}…";
    }
}
