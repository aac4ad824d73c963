using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Core.Http;

/// <summary>The outer edge of a tier: the one place that catches what nobody expected.</summary>
public static class OuterEdge
{
    /// <summary>
    /// Logs an unexpected exception once, with the request ID, and answers with the protocol's own internal error and no detail. When
    /// the answer has already begun, the connection is aborted, so that a cut answer is never taken for a whole one.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="internalError">The protocol's internal error.</param>
    /// <param name="refused">What the server itself refuses while a body is read, with its status, in the words of the protocol; null: the bare status.</param>
    public static void UseOuterEdge(this IApplicationBuilder app, Func<HttpContext, IResult> internalError, Func<HttpContext, int, IResult>? refused = null)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OuterEdge));
        app.Use(next => context => GuardAsync(context, next, internalError, refused, log));
    }

    private static async Task GuardAsync(
        HttpContext context, RequestDelegate next, Func<HttpContext, IResult> internalError, Func<HttpContext, int, IResult>? refused, ILogger log)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (IsClientGone(e, context))
        {
            // Nobody is there to be answered.
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            // Kestrel's own refusal while a body is read: too large, too slow, cut short. The client's doing, so no log of an error.
            context.Response.Clear();
            context.Response.StatusCode = e.StatusCode;
            if (refused is not null)
                await refused(context, e.StatusCode).ExecuteAsync(context);
        }
#pragma warning disable CA1031 // the outer edge of the tier
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.RequestFailed(log, e, RequestId(context));
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            await internalError(context).ExecuteAsync(context);
        }
    }

    // A connection that breaks while its body is read is the client's doing too, and no fault to fill a log with.
    private static bool IsClientGone(Exception e, HttpContext context) =>
        e is ConnectionResetException or ConnectionAbortedException
        || (e is OperationCanceledException && context.RequestAborted.IsCancellationRequested);

    /// <summary>The ID under which every log knows this request: the edge's; the tier's own when it was reached without one.</summary>
    public static string RequestId(HttpContext context) =>
        TraceId.Read(context.Request.Headers) ?? (context.Request.Headers["X-Request-Id"] is [{ Length: > 0 } id] ? id : context.TraceIdentifier);
}
