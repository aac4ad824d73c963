using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding;

/// <summary>
/// Forwards requests that have no body and ask for no other protocol, which are nearly all: straight from the server to the HTTP client, with nothing in between that a request
/// would have to allocate. What it does to a request and its answer is what the general forwarder does.
/// </summary>
internal static class BodylessForwarder
{
    /// <summary>True for a request that this can forward.</summary>
    public static bool CanForward(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
        && context.Request.Headers.Upgrade.Count == 0
        && !HttpMethods.IsConnect(context.Request.Method);

    /// <summary>
    /// Brings the request to the target and the answer back. A failure leaves its <see cref="IForwarderErrorFeature"/> behind, and its status when the answer has not begun;
    /// an answer that has begun is cut off.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ForwarderError> SendAsync(HttpContext context, ForwardTarget target)
    {
        var patience = Patience.Begin(target.ActivityTimeout, context.RequestAborted);
        try
        {
            HttpResponseMessage answer;
            try
            {
                answer = await target.Invoker.SendAsync(RequestCopy.Of(context, target), patience.Token);
            }
#pragma warning disable CA1031 // whatever the HTTP client throws means that there is no answer
            catch (Exception e)
#pragma warning restore CA1031
            {
                return Unanswered(context, patience, e);
            }

            using (answer)
            {
                patience.Renew();
                return await AnswerAsync(context, answer, patience);
            }
        }
        finally
        {
            patience.End();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ForwarderError> AnswerAsync(HttpContext context, HttpResponseMessage answer, Patience patience)
    {
        try
        {
            AnswerCopy.CopyHead(context, answer);
        }
        catch (InvalidOperationException e)
        {
            // The server refuses a header that it could not send as it is.
            return CutOff(context, ForwarderError.ResponseHeaders, e);
        }

        var copy = new BodyCopy(context, patience);
        try
        {
            await copy.RunAsync(answer);
        }
#pragma warning disable CA1031 // whatever the two streams throw means that the answer is not whole
        catch (Exception e)
#pragma warning restore CA1031
        {
            return CutOff(context, copy.ErrorOf(), e);
        }

        AnswerCopy.CopyTrailers(context, answer);
        return ForwarderError.None;
    }

    private static ForwarderError Unanswered(HttpContext context, Patience patience, Exception e)
    {
        var (error, status) = patience switch
        {
            { IsClientGone: true } => (ForwarderError.RequestCanceled, StatusCodes.Status400BadRequest),
            _ when e is OperationCanceledException => (ForwarderError.RequestTimedOut, StatusCodes.Status504GatewayTimeout),
            _ => (ForwarderError.Request, StatusCodes.Status502BadGateway),
        };
        context.Features.Set<IForwarderErrorFeature>(new ForwardFailure(error, e));
        context.Response.StatusCode = status;
        return error;
    }

    /// <summary>Part of an answer must not pass for a whole one.</summary>
    private static ForwarderError CutOff(HttpContext context, ForwarderError error, Exception e)
    {
        context.Features.Set<IForwarderErrorFeature>(new ForwardFailure(error, e));
        if (context.Response.HasStarted)
        {
            Reset(context, error);
            return error;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        return error;
    }

    /// <summary>In HTTP/2 the stream alone (RFC 9113 section 7), in HTTP/1.1 the connection.</summary>
    private static void Reset(HttpContext context, ForwarderError error)
    {
        const int InternalError = 2;
        const int Cancel = 8;
        if (context.Features.Get<IHttpResetFeature>() is { } stream)
            stream.Reset(error == ForwarderError.ResponseBodyCanceled ? Cancel : InternalError);
        else
            context.Abort();
    }
}
