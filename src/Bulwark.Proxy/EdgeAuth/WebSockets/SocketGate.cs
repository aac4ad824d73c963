using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.EdgeAuth.WebSockets;

/// <summary>
/// Edge auth for GraphQL over WebSocket, where a browser cannot send an <c>Authorization</c> header: the upgrade passes, and the first message is held until it has proved to be
/// a <c>connection_init</c> with a good token (protocols <c>graphql-transport-ws</c> and <c>graphql-ws</c>). From then on frames go through untouched until the token ends.
/// </summary>
internal sealed class SocketGate(HttpContext context, EdgeAuthTable auth, EdgeAuthRoute route, CancellationTokenSource ended)
{
    /// <summary>How long a client may take for its first message.</summary>
    public static readonly TimeSpan FirstMessageTimeout = TimeSpan.FromSeconds(10);

    private const string WebSocket = "websocket";

    /// <summary>Ends both directions.</summary>
    public CancellationTokenSource Ended => ended;

    public TimeProvider Time => auth.Time;

    /// <summary>True when refusals are only counted.</summary>
    public bool IsCounting => route.Mode == EdgeAuthMode.Count;

    /// <summary>True for a request that opens a WebSocket: the one question that decides for framing, edge auth, firewall and forwarder. By HTTP/1.1 (RFC 6455 section 4.1) or HTTP/2 (RFC 8441).</summary>
    public static bool IsWebSocket(HttpContext context)
    {
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: { } protocol })
            return protocol.Equals(WebSocket, StringComparison.OrdinalIgnoreCase);

        return context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Upgrade is [{ } upgrade] && upgrade.Equals(WebSocket, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Lets the upgrade through with the gate in between.</summary>
    public static async Task RunAsync(HttpContext context, RequestDelegate next, EdgeAuthTable auth, EdgeAuthRoute route)
    {
        // Compressed messages could not be read here, so the extension is not offered.
        context.Request.Headers.Remove(HeaderNames.SecWebSocketExtensions);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        context.RequestAborted = ended.Token;
        var gate = new SocketGate(context, auth, route, ended);
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
            context.Features.Set<IHttpExtendedConnectFeature>(new GatedConnect(connect, gate));
        else
            context.Features.Set<IHttpUpgradeFeature>(new GatedUpgrade(context.Features.GetRequiredFeature<IHttpUpgradeFeature>(), gate));

        await next(context);
    }

    /// <summary>The client's stream, guarded. It lives as long as the request.</summary>
    public Stream Guard(Stream client)
    {
        var stream = new GateStream(client, this);
        context.Response.RegisterForDispose(stream);
        return stream;
    }

    /// <summary>Judges the first message.</summary>
    public async ValueTask<EdgeAuthVerdict> JudgeAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (!ConnectionInit.TryRead(message, out var authorization))
            return new EdgeAuthVerdict(EdgeAuthResult.Malformed);

        if (authorization is null)
            return new EdgeAuthVerdict(EdgeAuthResult.Missing);

        return RequestToken.Read(authorization) is { } token
            ? route.Judge(await route.Verifier.VerifyAsync(token, cancellationToken))
            : new EdgeAuthVerdict(EdgeAuthResult.Malformed);
    }

    /// <summary>Counts what was found.</summary>
    public void Count(EdgeAuthResult result) => Metrics.CountAuthDecision(route, result);
}
