namespace Bulwark.Proxy.Forwarding;

/// <summary>Sends requests, and none twice that may not be: the HTTP client sends a request again whose connection ended before the answer began.</summary>
internal sealed class TargetInvoker(HttpMessageHandler handler) : HttpMessageInvoker(handler, disposeHandler: true)
{
    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // It does so only while it has not begun to send a body. An empty one counts.
        if (request.Content is null && !MayBeRepeated(request.Method))
            request.Content = new NoContent();

        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>Idempotent methods (RFC 9110 section 9.2.2), and CONNECT, whose tunnel has no body.</summary>
    private static bool MayBeRepeated(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Put || method == HttpMethod.Delete
        || method == HttpMethod.Trace || method == HttpMethod.Connect;
}
