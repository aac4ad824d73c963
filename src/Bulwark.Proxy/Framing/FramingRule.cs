using System.Buffers;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.EdgeAuth.WebSockets;
using Bulwark.Proxy.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Framing;

/// <summary>
/// Refuses a request whose end two servers could see at different bytes (RFC 9112 sections 6.1 and 6.3, RFC 9113 section 8.2.2), and ends its connection, because
/// whatever follows may be part of the trick.
/// </summary>
public static class FramingRule
{
    /// <summary>Where Kestrel moves the Content-Length of a request that has Transfer-Encoding too.</summary>
    private const string MovedContentLength = "X-Content-Length";

    /// <summary>The characters of a field name (RFC 9110 section 5.6.2).</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Answers 400 to ambiguous framing. This comes before headers are cleaned.</summary>
    public static void UseFramingRule(this IApplicationBuilder app) =>
        app.Use(next => context =>
        {
            if (!IsUnambiguous(context.Request))
                return RefuseAsync(context, ProxyAnswer.BadRequest(AnswerProtocols.Of(context)));
            if (!IsExpectationKnown(context.Request.Headers.Expect))
                return RefuseAsync(context, ProxyAnswer.ExpectationFailed(AnswerProtocols.Of(context)));
            if (context.Request.Headers.Upgrade.Count > 0)
            {
                EndUnlessUpgraded(context);
                if (!IsUpgradeKnown(context))
                    return RefuseAsync(context, ProxyAnswer.BadRequest(AnswerProtocols.Of(context)));
            }

            return IsEmptyUntilItsEndComes(context) ? AwaitEndAsync(context, next) : next(context);
        });

    internal static bool IsUnambiguous(HttpRequest request)
    {
        if (!MethodRule.IsForwardable(request.Method))
            return false;

        if (HttpProtocol.IsHttp2(request.Protocol))
            return request.Headers.TransferEncoding.Count == 0 && HasOnlyTokens(request.Headers) && !OpensUnknownTunnel(request);

        var encoding = request.Headers.TransferEncoding;
        if (encoding.Count == 0)
            return true;

        return HttpProtocol.IsHttp11(request.Protocol)
            && encoding is [{ } only] && only.Equals("chunked", StringComparison.OrdinalIgnoreCase)
            && request.Headers.ContentLength is null
            && !request.Headers.ContainsKey(MovedContentLength);
    }

    /// <summary>On HTTP/1.1 the server's parser sees to it; on HTTP/2 a name may hold a line end, which the next hop would write out.</summary>
    private static bool HasOnlyTokens(IHeaderDictionary headers)
    {
        foreach (var (name, _) in HeaderWalk.Through(headers))
        {
            if (name.AsSpan().ContainsAnyExcept(TokenCharacters))
                return false;
        }

        return true;
    }

    /// <summary>An extended CONNECT for another protocol than WebSocket (RFC 8441 section 4): nobody here knows where such a stream ends.</summary>
    private static bool OpensUnknownTunnel(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect
        && !string.Equals(connect.Protocol, "websocket", StringComparison.OrdinalIgnoreCase);

    private static bool IsExpectationKnown(StringValues expectation) =>
        expectation.Count == 0 || (expectation is [{ } only] && only.Equals("100-continue", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Only WebSocket is switched to, and only by GET (RFC 6455 section 4.1): whoever forwards would open it for any method, and edge auth and the firewall would not know it for one.
    /// What else is asked for is ignored (RFC 9110 section 7.8), so that behind this every Upgrade is a WebSocket's.
    /// </summary>
    private static bool IsUpgradeKnown(HttpContext context)
    {
        if (SocketGate.IsWebSocket(context))
            return true;

        var headers = context.Request.Headers;
        var asksForWebSocket = headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);
        headers.Remove(HeaderNames.Upgrade);
        return !asksForWebSocket || HttpMethods.IsGet(context.Request.Method);
    }

    /// <summary>After a request for another protocol the connection's framing is not watched any more, so it takes no other request.</summary>
    private static void EndUnlessUpgraded(HttpContext context)
    {
        if (HttpProtocol.IsHttp2(context.Request.Protocol))
            return;

        context.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            if (response.StatusCode != StatusCodes.Status101SwitchingProtocols)
                response.Headers.Connection = "close";
            return Task.CompletedTask;
        }, context.Response);
    }

    /// <summary>
    /// On HTTP/2 a request may say that it has no content, and content follows (RFC 9113 section 8.1.1). Whatever else says its length is forwarded as it comes and stays incomplete; this
    /// one would be complete for the next hop before anybody can tell.
    /// </summary>
    private static bool IsEmptyUntilItsEndComes(HttpContext context) =>
        context.Request.ContentLength == 0 && HttpProtocol.IsHttp2(context.Request.Protocol)
        && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    private static async Task AwaitEndAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            var result = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            context.Request.BodyReader.AdvanceTo(result.Buffer.Start);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Content came, or the client left: the server has reset the stream, and nobody hears an answer.
            return;
        }

        await next(context);
    }

    private static Task RefuseAsync(HttpContext context, ProxyAnswer answer)
    {
        // On HTTP/1.1 nothing that follows may be taken for a next request; on HTTP/2 frames keep requests apart.
        if (!HttpProtocol.IsHttp2(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        return answer.ExecuteAsync(context);
    }
}
