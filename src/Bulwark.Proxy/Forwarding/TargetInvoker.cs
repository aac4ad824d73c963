using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Forwarding;

/// <summary>Sends requests, and none twice that may not be: the HTTP client sends a request again whose connection ended before the answer began.</summary>
internal sealed class TargetInvoker(HttpMessageHandler handler) : HttpMessageInvoker(handler, disposeHandler: true)
{
    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // It does so only while it has not begun to send a body. An empty one counts.
        if (request.Content is null && !MayBeRepeated(request.Method.Method))
            request.Content = new NoContent();

        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>
    /// Safe methods (RFC 9110 section 9.2.1), and CONNECT, whose tunnel has no body. What changes something is sent once, also where its method promises that twice is the same:
    /// between the two somebody else may have changed it again.
    /// </summary>
    public static bool MayBeRepeated(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method) || HttpMethods.IsConnect(method);
}
