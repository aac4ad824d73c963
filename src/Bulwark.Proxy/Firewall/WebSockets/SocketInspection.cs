using Bulwark.Proxy.Answers;
using Bulwark.Proxy.EdgeAuth.WebSockets;
using Bulwark.Proxy.Firewall.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Firewall.WebSockets;

/// <summary>
/// The firewall in a GraphQL WebSocket: each message is shown to the rules as the body of a request to the same path. Until the service behind has really switched protocols the
/// request is one like any other; other WebSockets than those of GraphQL pass as they are.
/// </summary>
internal sealed class SocketInspection(HttpContext context, RequestFirewall firewall, CancellationTokenSource ended)
{
    /// <summary>Ends both directions.</summary>
    public CancellationTokenSource Ended => ended;

    public TimeProvider Time => firewall.Time;

    /// <summary>The client's share of the memory that messages are held in.</summary>
    public int Share { get; } = HeldShare.Of(context);

    /// <summary>The longest message, whatever becomes of larger bodies: nothing tells the end of a message whose rest is not read.</summary>
    public int Limit => firewall.Options.BodyBytes;

    /// <summary>Whether a request opens a GraphQL WebSocket.</summary>
    public static bool Concerns(HttpContext context) => SocketGate.IsWebSocket(context) && AnswerProtocols.Of(context) == AnswerProtocol.GraphQL;

    /// <summary>Lets the upgrade go on, with the rules in between.</summary>
    public static async Task RunAsync(HttpContext context, RequestDelegate next, RequestFirewall firewall)
    {
        // Compressed messages could not be read here, so the extension is not offered.
        context.Request.Headers.Remove(HeaderNames.SecWebSocketExtensions);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        context.RequestAborted = ended.Token;
        var inspection = new SocketInspection(context, firewall, ended);
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
            context.Features.Set<IHttpExtendedConnectFeature>(new InspectedConnect(connect, inspection));
        else
            context.Features.Set<IHttpUpgradeFeature>(new InspectedUpgrade(context.Features.GetRequiredFeature<IHttpUpgradeFeature>(), inspection));

        await next(context);
    }

    /// <summary>The client's stream with the rules in it. It lives as long as the request.</summary>
    public Stream Guard(Stream client)
    {
        var stream = new InspectedSocket(client, this);
        context.Response.RegisterForDispose(stream);
        return stream;
    }

    /// <summary>Shows a message to the rules.</summary>
    public bool IsGood(ReadOnlyMemory<byte> message) => firewall.Judge(context, message.Span, isMessage: true) is null;

    /// <summary>Counts a refusal that is not the rules'; those have told of it themselves.</summary>
    public void Refused(MessageState state)
    {
        if (RefusalOf(state) is { } refusal)
            firewall.Journal.Noticed(context, refusal, isRefused: true);
    }

    private static FirewallRefusal? RefusalOf(MessageState state) => state switch
    {
        MessageState.TooLarge => FirewallRefusal.Oversize,
        MessageState.NoRoom => FirewallRefusal.NoRoom,
        MessageState.NoShare => FirewallRefusal.NoShare,
        MessageState.Slow => FirewallRefusal.Slow,
        MessageState.Good or MessageState.Broken or MessageState.Refused => null,
    };
}
