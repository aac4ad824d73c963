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
                return ForwardFailure.Unanswered(context, patience, e);
            }

            using (answer)
            {
                patience.Renew();
                return await AnswerAsync(context, target, answer, patience);
            }
        }
        finally
        {
            patience.End();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ForwarderError> AnswerAsync(HttpContext context, ForwardTarget target, HttpResponseMessage answer, Patience patience)
    {
        try
        {
            var member = AnswerCopy.CopyHead(context, answer);
            target.Watch?.Answered(context, member);
        }
        catch (InvalidOperationException e)
        {
            // The server refuses a header that it could not send as it is.
            return ForwardFailure.CutOff(context, ForwarderError.ResponseHeaders, e);
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
            return ForwardFailure.CutOff(context, copy.ErrorOf(), e);
        }

        AnswerCopy.CopyTrailers(context, answer);
        return ForwarderError.None;
    }
}
