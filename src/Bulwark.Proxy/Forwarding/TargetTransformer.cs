using Bulwark.Core.Http;
using Bulwark.Proxy.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding;

/// <summary>Copies a request as it is: the client's Host, its target unchanged, its headers as the pipeline left them.</summary>
internal sealed class TargetTransformer(ForwardTarget target) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = RawTarget.ToUri(destinationPrefix, httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);

        // The server that faces the client says "100 Continue" itself once the body is asked for; behind it there is nobody left to wait for.
        proxyRequest.Headers.ExpectContinue = null;
        proxyRequest.Headers.Remove("Expect");
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is not null && DeclinedUpgrade.IsRefusedTunnel(httpContext, proxyResponse))
        {
            DeclinedUpgrade.SetDeclined(httpContext);
            return false;
        }

        if (proxyResponse is not null && DeclinedUpgrade.IsMisleading(httpContext, proxyResponse))
        {
            httpContext.Response.StatusCode = StatusCodes.Status501NotImplemented;
            return false;
        }

        var member = proxyResponse is null ? null : AnswerCopy.MemberOf(proxyResponse);
        proxyResponse?.Headers.Remove(MemberHeader.Name);
        var isForwarded = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (isForwarded && proxyResponse is not null)
            target.Watch?.Answered(httpContext, member);

        if (isForwarded && proxyResponse is not null)
            SlowAnswers.Watch(httpContext, proxyResponse.Content.Headers.ContentLength);

        // Headers otherwise wait for the first part of the body. A reader of events has to know at once that its stream is open, though nothing happens yet.
        if (isForwarded && proxyResponse?.Content.Headers.ContentType?.MediaType == "text/event-stream")
            await httpContext.Response.Body.FlushAsync(cancellationToken);

        return isForwarded;
    }

    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        proxyResponse.TrailingHeaders.Remove(MemberHeader.Name);
        return base.TransformResponseTrailersAsync(httpContext, proxyResponse, cancellationToken);
    }
}
