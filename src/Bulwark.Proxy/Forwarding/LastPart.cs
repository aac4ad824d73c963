using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Forwarding;

/// <summary>The last part of the body of an answer.</summary>
internal static class LastPart
{
    /// <summary>
    /// True when it need not be flushed. The server makes one of the last part and the end of the answer: in HTTP/2 always (RFC 9113 section 6.1), in HTTP/1.1 when that is the only part; and
    /// only while nobody stands in between.
    /// </summary>
    public static bool GoesOutWithTheEnd(HttpContext context) =>
        (HttpProtocol.IsHttp2(context.Request.Protocol) || !context.Response.HasStarted) && context.Features.Get<IHttpResponseBodyFeature>() is not StreamResponseBodyFeature;
}
