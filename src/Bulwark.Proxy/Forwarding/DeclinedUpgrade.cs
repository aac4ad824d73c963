using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Forwarding;

/// <summary>
/// A server may ignore that a client asks for WebSocket and just answer the request (RFC 9110 section 7.8). Between proxies that speak HTTP/2 the question is an extended
/// CONNECT (RFC 8441), and there 200 means "opened". So a proxy that got such an answer says 501 to the tunnel (RFC 9220 section 3), and the one
/// before it asks again as the plain GET that the request otherwise is.
/// </summary>
internal static class DeclinedUpgrade
{
    private static readonly object Mark = new();

    /// <summary>True when the answer would be taken for an open tunnel although the target opened none.</summary>
    public static bool IsMisleading(HttpContext context, HttpResponseMessage answer) =>
        HttpMethods.IsConnect(context.Request.Method) && answer.IsSuccessStatusCode && answer.RequestMessage?.Method != HttpMethod.Connect;

    /// <summary>True when a client of HTTP/1.1 asked, a proxy behind asked for us in HTTP/2, and no tunnel was opened.</summary>
    public static bool IsRefusedTunnel(HttpContext context, HttpResponseMessage answer) =>
        (int)answer.StatusCode == StatusCodes.Status501NotImplemented && answer.RequestMessage?.Method == HttpMethod.Connect
        && !HttpMethods.IsConnect(context.Request.Method);

    /// <summary>Remembers that the request has to be sent again.</summary>
    public static void SetDeclined(HttpContext context) => context.Items[Mark] = Mark;

    /// <summary>True when the request has to be sent again.</summary>
    public static bool IsDeclined(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status501NotImplemented && context.Items.ContainsKey(Mark);

    /// <summary>Makes the request one that asks for no other protocol.</summary>
    public static void MakePlain(HttpContext context)
    {
        context.Items.Remove(Mark);
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Request.Headers.Remove(HeaderNames.Upgrade);
        context.Request.Headers.Remove(HeaderNames.Connection);
    }
}
