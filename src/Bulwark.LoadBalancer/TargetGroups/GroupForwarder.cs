using Bulwark.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>
/// Brings a request to one of a group's targets. Another one is asked only when no connection came about, so that nothing was sent, or when the target hung up on a GET; and
/// never for POST.
/// </summary>
internal sealed class GroupForwarder(Forwarder forwarder)
{
    private const int MostAttempts = 3;

    private static readonly ForwardResult Unavailable = new(ForwardFault.NotConnected, StatusCodes.Status503ServiceUnavailable);

    /// <summary>Forwards a request and answers it.</summary>
    public async Task ForwardAsync(HttpContext context, TargetGroup group)
    {
        var started = Metrics.Start();
        var result = Unavailable;
        var tried = 0UL;
        for (var attempt = 1; attempt <= MostAttempts && group.Acquire(context, tried) is { } target; attempt++)
        {
            if (attempt > 1)
                Metrics.Retried(group.Name);

            try
            {
                // What an attempt before this one left behind would pass for an answer that has been given.
                context.Response.StatusCode = StatusCodes.Status200OK;
                result = forwarder.ResultOf(context, target.Forward, await forwarder.SendAsync(context, target.Forward));
            }
            finally
            {
                target.State.Leave();
            }

            if (result.Fault != ForwardFault.Client)
                group.Report(target, FailureOf(result, context.Response.StatusCode));

            if (context.Response.HasStarted || !MayTryAnother(result.Fault, context.Request.Method, attempt))
                break;

            tried |= target.Bit;
        }

        if (result == Unavailable)
            context.Response.Headers.RetryAfter = "1";

        await Forwarder.AnswerAsync(context, result);
        Metrics.Answered(group.Name, context.Response.StatusCode, started);
    }

    private static string? FailureOf(ForwardResult result, int status) => (result.Fault, status) switch
    {
        (ForwardFault.None, 500 or 502 or 503 or 504) => FormattableString.Invariant($"answered {status}"),
        (ForwardFault.None, _) => null,
        _ => result.Detail ?? "the answer cannot be read",
    };

    /// <summary>A request on which a target has hung up is sent to one more only: it may be the request that ends targets.</summary>
    private static bool MayTryAnother(ForwardFault fault, string method, int attempt) => fault switch
    {
        ForwardFault.NotConnected => IsIdempotent(method),
        ForwardFault.NotAnswered => attempt == 1 && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)),
        _ => false,
    };

    /// <summary>RFC 9110 section 9.2.2.</summary>
    private static bool IsIdempotent(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method);
}
