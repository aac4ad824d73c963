using Bulwark.Core.Http;
using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding;

/// <summary>Brings a request to a target and its answer back, without keeping more of either than is on its way.</summary>
public sealed class Forwarder(IHttpForwarder forwarder, ILogger<Forwarder> log)
{
    /// <summary>Forwards a request. When that fails before the answer has begun, the client is told so in the protocol of the path, without a detail.</summary>
    public async Task ForwardAsync(HttpContext context, ForwardTarget target)
    {
        var error = await forwarder.SendAsync(context, target.Prefix, target.Invoker, target.Request, TargetTransformer.Instance);
        if (error == ForwarderError.None || context.RequestAborted.IsCancellationRequested)
            return;

        var exception = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        if (!IsOfClient(error))
            Log.ForwardingFailed(log, OuterEdge.RequestId(context), target.Name, error, exception?.GetBaseException().Message);

        if (!context.Response.HasStarted)
            await ProxyAnswer.Failed(StatusOf(context, exception), AnswerProtocols.Of(context)).ExecuteAsync(context);
    }

    /// <summary>The client broke off, or sent what it should not: every day's business, and not the operator's.</summary>
    private static bool IsOfClient(ForwarderError error) => error is
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
        or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient
        or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient
        or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient;

    /// <summary>A body that is too large or too slow is the client's doing; everything else is as the forwarder saw it.</summary>
    private static int StatusOf(HttpContext context, Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is BadHttpRequestException bad)
                return bad.StatusCode;
        }

        return context.Response.StatusCode;
    }
}
