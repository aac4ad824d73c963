using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding;

/// <summary>What went wrong with a request, for those who look at its answer afterwards.</summary>
internal sealed record ForwardFailure(ForwarderError Error, Exception? Exception) : IForwarderErrorFeature
{
    /// <summary>There is no answer: the client is to be told why, with the status that is left here.</summary>
    public static ForwarderError Unanswered(HttpContext context, Patience patience, Exception e)
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
    public static ForwarderError CutOff(HttpContext context, ForwarderError error, Exception e)
    {
        context.Features.Set<IForwarderErrorFeature>(new ForwardFailure(error, e));

        // What waits to go out together with the head cannot be taken back, and is no part of another answer.
        if (context.Response.HasStarted || context.Response.BodyWriter.UnflushedBytes > 0)
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
