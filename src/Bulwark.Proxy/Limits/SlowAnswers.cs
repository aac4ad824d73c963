using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Proxy.Limits;

/// <summary>
/// Answers over HTTP/2 share a connection that may be quick while one of them is not taken: its client leaves the stream's window shut (RFC 9113 section 5.2). So the large ones are
/// watched each for itself. Small ones, of which the server takes the one piece at once, are watched from then on (<see cref="LateAnswers"/>).
/// </summary>
public static class SlowAnswers
{
    /// <summary>Watches the answer to a request, from here on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="length">Bytes of the answer, if known.</param>
    public static void Watch(HttpContext context, long? length)
    {
        if (length <= PacedStream.Piece || !HttpProtocol.IsHttp2(context.Request.Protocol) || context.Features.Get<ReadingConnection>() is not { } connection)
            return;

        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var paced = new PacedStream(body.Stream, context, connection, context.RequestServices.GetRequiredService<SlowReaderWatch>());
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(paced, body));
    }
}
