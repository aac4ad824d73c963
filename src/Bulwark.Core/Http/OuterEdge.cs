using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Core.Http;

/// <summary>The outer edge of a tier: the one place that answers for what nobody expected.</summary>
public sealed class OuterEdge
{
    private readonly Func<HttpContext, IResult> _internalError;
    private readonly Func<HttpContext, int, IResult>? _refused;
    private readonly ILogger _log;

    /// <param name="services">Services of the tier.</param>
    /// <param name="internalError">The protocol's internal error.</param>
    /// <param name="refused">What the server itself refuses while a body is read, with its status, in the words of the protocol; null: the bare status.</param>
    public OuterEdge(IServiceProvider services, Func<HttpContext, IResult> internalError, Func<HttpContext, int, IResult>? refused = null)
    {
        _internalError = internalError;
        _refused = refused;
        _log = services.GetRequiredService<ILoggerFactory>().CreateLogger<OuterEdge>();
    }

    /// <summary>The ID under which every log knows this request: the edge's; the tier's own when it was reached without one.</summary>
    public static string RequestId(HttpContext context) =>
        TraceId.Read(context.Request.Headers) ?? (context.Request.Headers["X-Request-Id"] is [{ Length: > 0 } id] ? id : context.TraceIdentifier);

    /// <summary>
    /// Logs an unexpected exception once, with the request ID, and answers with the protocol's own internal error and no detail. When the answer has already begun, the connection
    /// is aborted, so that a cut answer is never taken for a whole one.
    /// </summary>
    public Task AnswerAsync(HttpContext context, Exception e) => e switch
    {
        // Nobody is there to be answered.
        _ when IsClientGone(e, context) => Task.CompletedTask,
        BadHttpRequestException refusal when !context.Response.HasStarted => RefuseAsync(context, refusal.StatusCode),
        _ => FailAsync(context, e),
    };

    // Kestrel's own refusal while a body is read: too large, too slow, cut short. The client's doing, so no log of an error.
    private Task RefuseAsync(HttpContext context, int status)
    {
        MemberHeader.ClearAllElse(context.Response);
        context.Response.StatusCode = status;
        return _refused?.Invoke(context, status).ExecuteAsync(context) ?? Task.CompletedTask;
    }

    private Task FailAsync(HttpContext context, Exception e)
    {
        Log.RequestFailed(_log, e, RequestId(context));
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        MemberHeader.ClearAllElse(context.Response);
        return _internalError(context).ExecuteAsync(context);
    }

    // A connection that breaks while its body is read is the client's doing too, and no fault to fill a log with.
    private static bool IsClientGone(Exception e, HttpContext context) =>
        e is ConnectionResetException or ConnectionAbortedException
        || (e is OperationCanceledException && context.RequestAborted.IsCancellationRequested);
}
