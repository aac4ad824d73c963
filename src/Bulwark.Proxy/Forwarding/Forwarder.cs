using System.Net.Sockets;
using Bulwark.Core.Http;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.Forwarding.HandOver;
using Bulwark.Proxy.Forwarding.Http1;
using Bulwark.Proxy.Forwarding.Http2;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding;

/// <summary>Brings a request to a target and its answer back, without keeping more of either than is on its way.</summary>
public sealed class Forwarder(IHttpForwarder forwarder, ILogger<Forwarder> log)
{
    /// <summary>Tells the client that its request did not come through, if it still can be told.</summary>
    public static Task AnswerAsync(HttpContext context, ForwardResult result) =>
        result.Fault == ForwardFault.None || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested
            ? Task.CompletedTask
            : ProxyAnswer.Failed(result.Status, AnswerProtocols.Of(context)).ExecuteAsync(context);

    /// <summary>
    /// Forwards a request and leaves a failure to the caller, to whom <see cref="ResultOf"/> says what it means and who answers with <see cref="AnswerAsync"/>; after
    /// <see cref="ForwardFault.NotConnected"/> he may send the same request to another target instead.
    /// </summary>
    /// <remarks>The result is read by the caller, so that one state machine less waits for the answer of each request.</remarks>
    public ValueTask<ForwarderError> SendAsync(HttpContext context, ForwardTarget target) =>
        BodylessForwarder.CanForward(context) ? SendBodylessAsync(context, target) : new ValueTask<ForwarderError>(SendAnyAsync(context, target));

    /// <summary>What came of a request that was sent, and whose fault it is. A failure that is not the client's is logged.</summary>
    public ForwardResult ResultOf(HttpContext context, ForwardTarget target, ForwarderError error) =>
        error == ForwarderError.None ? ForwardResult.Done : FailureOf(context, target, error);

    /// <summary>The short way where there is one. When it is closed the long way says why, in the words of a connection.</summary>
    private static ValueTask<ForwarderError> SendBodylessAsync(HttpContext context, ForwardTarget target) => target.Near?.Enter(out var place) is { } session
        ? HandOverForwarder.SendAsync(context, session, place, target)
        : target.Pool is { } pool ? Http1Forwarder.SendAsync(context, target, pool)
        : target.Streams is { } streams ? Http2Forwarder.SendAsync(context, target, streams)
        : BodylessForwarder.SendAsync(context, target);

    /// <summary>Requests with a body, and those that may become WebSockets.</summary>
    private async Task<ForwarderError> SendAnyAsync(HttpContext context, ForwardTarget target)
    {
        var error = await forwarder.SendAsync(context, target.Prefix, target.Invoker, target.Request, target.Transformer);
        if (error != ForwarderError.None || !DeclinedUpgrade.IsDeclined(context))
            return error;

        DeclinedUpgrade.MakePlain(context);
        return await forwarder.SendAsync(context, target.Prefix, target.Invoker, target.Request, target.Transformer);
    }

    private ForwardResult FailureOf(HttpContext context, ForwardTarget target, ForwarderError error)
    {
        var exception = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        var result = new ForwardResult(FaultOf(context, error, exception), StatusOf(context, exception), exception?.GetBaseException().Message);
        if (result.Fault != ForwardFault.Client)
            Log.ForwardingFailed(log, OuterEdge.RequestId(context), target.Name, error, result.Detail);

        return result;
    }

    private static ForwardFault FaultOf(HttpContext context, ForwarderError error, Exception? exception)
    {
        // The client broke off, or sent what it should not: every day's business, and not the operator's. A client who leaves makes many a thing fail; but whoever got part of
        // an answer was cut off by ourselves, and that looks just the same.
        if (IsOfClient(error) || (!IsOfTarget(error) && context.RequestAborted.IsCancellationRequested))
            return ForwardFault.Client;

        if (Find<ConnectFailedException>(exception) is not null || Find<StreamEndedException>(exception) is { IsUnprocessed: true })
            return ForwardFault.NotConnected;

        return error == ForwarderError.Request && IsHangUp(exception) ? ForwardFault.NotAnswered : ForwardFault.Target;
    }

    private static bool IsHangUp(Exception? exception) =>
        Find<HttpRequestException>(exception)?.HttpRequestError == HttpRequestError.ResponseEnded
        || Find<SocketException>(exception)?.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted;

    private static bool IsOfClient(ForwarderError error) => error is
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
        or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient
        or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient
        or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient;

    /// <summary>What whoever forwards says only of a client that was still there.</summary>
    private static bool IsOfTarget(ForwarderError error) => error is
        ForwarderError.RequestTimedOut or ForwarderError.ResponseHeaders or ForwarderError.ResponseBodyDestination or ForwarderError.UpgradeResponseDestination;

    /// <summary>A body that is too large or too slow is the client's doing; everything else is as the forwarder saw it.</summary>
    private static int StatusOf(HttpContext context, Exception? exception) =>
        Find<BadHttpRequestException>(exception)?.StatusCode ?? context.Response.StatusCode;

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
                return found;
        }

        return null;
    }
}
