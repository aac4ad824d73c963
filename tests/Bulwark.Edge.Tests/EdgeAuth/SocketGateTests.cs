using System.Net;
using System.Net.WebSockets;
using System.Text;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Edge.Tests.EdgeAuth;

/// <summary>GraphQL over WebSocket through the gate, with an origin that answers each message with its own text.</summary>
public sealed class SocketGateTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly Origin _origin = new();
    private EdgeFixture _edge = null!;
    private StandInIssuer _issuer = null!;
    private StandInTier _dataApi = null!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _dataApi.DisposeAsync();
        await _issuer.DisposeAsync();
        await _edge.DisposeAsync();
    }

    [Theory]
    [InlineData(1, "graphql-transport-ws", "headers")]
    [InlineData(2, "graphql-transport-ws", "headers")]
    [InlineData(1, "graphql-ws", "payload")]
    [InlineData(2, "graphql-ws", "payload")]
    public async Task Lets_everything_through_after_a_good_token(int httpVersion, string protocol, string place)
    {
        await StartAsync();
        using var socket = await ConnectAsync(httpVersion, protocol);
        var init = Init($"Bearer {_issuer.IdToken()}", place);

        foreach (var text in new[] { init, """{"type":"subscribe"}""", new string('x', 200_000) })
        {
            await SendAsync(socket, text);
            Assert.Equal(text, await ReceiveAsync(socket));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", Deadline.Token());

        Assert.Equal(protocol, socket.SubProtocol);
        Assert.Equal(3, _origin.Messages);
    }

    [Theory]
    [InlineData(1, "no token", 4401)]
    [InlineData(2, "no token", 4401)]
    [InlineData(1, "forged", 4401)]
    [InlineData(2, "forged", 4401)]
    [InlineData(1, "expired", 4401)]
    [InlineData(1, "stranger", 4403)]
    [InlineData(2, "stranger", 4403)]
    [InlineData(1, "subscribe", 4401)]
    [InlineData(1, "no json", 4401)]
    [InlineData(1, "too large", 1009)]
    [InlineData(2, "too large", 1009)]
    public async Task Closes_with_a_reason_and_tells_the_origin_nothing(int httpVersion, string first, int code)
    {
        await StartAsync();
        using var socket = await ConnectAsync(httpVersion);

        await SendAsync(socket, first switch
        {
            "no token" => """{"type":"connection_init"}""",
            "forged" => Init($"Bearer {_issuer.IdToken()[..^8]}AAAAAAAA"),
            "expired" => Init($"Bearer {_issuer.IdToken(lifetime: TimeSpan.FromMinutes(-2))}"),
            "stranger" => Init($"Bearer {_issuer.IdToken("another-client")}"),
            "subscribe" => """{"type":"subscribe","id":"1","payload":{"query":"{ a }"}}""",
            "too large" => new string('x', 70_000),
            _ => first,
        });

        Assert.Equal(code, await ReadCloseAsync(socket));
        socket.Abort();
        await _origin.Left.WaitAsync(Deadline.Token());
        Assert.Equal(0, _origin.Messages);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Closes_when_the_first_message_takes_more_than_ten_seconds(int httpVersion)
    {
        await StartAsync();
        using var socket = await ConnectAsync(httpVersion);
        await _origin.Arrived.WaitAsync(Deadline.Token());
        await socket.SendAsync(Encoding.ASCII.GetBytes("{\"type\":"), WebSocketMessageType.Text, endOfMessage: false, Deadline.Token());

        var close = ReadCloseAsync(socket);
        while (!close.IsCompleted)
        {
            // The gate starts its clock when the origin's answer is on its way, which this client cannot see.
            _time.Advance(TimeSpan.FromSeconds(11));
            await Task.WhenAny(close, Task.Delay(TimeSpan.FromMilliseconds(20), Deadline.Token()));
        }

        Assert.Equal(4401, await close);
        Assert.Equal(0, _origin.Messages);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Closes_when_the_token_ends(int httpVersion)
    {
        await StartAsync();
        using var socket = await ConnectAsync(httpVersion);
        var init = Init($"Bearer {_issuer.IdToken(lifetime: TimeSpan.FromMinutes(5))}");
        await SendAsync(socket, init);
        Assert.Equal(init, await ReceiveAsync(socket));

        _time.Advance(TimeSpan.FromMinutes(4));
        await SendAsync(socket, "still here");
        Assert.Equal("still here", await ReceiveAsync(socket));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(4401, await ReadCloseAsync(socket));
        _time.Advance(TimeSpan.FromSeconds(3));
        await _origin.Left.WaitAsync(Deadline.Token());
    }

    [Fact]
    public async Task Says_to_come_back_while_the_issuers_keys_cannot_be_had()
    {
        await StartAsync();
        _issuer.IsDown = true;
        using var socket = await ConnectAsync(1);

        await SendAsync(socket, Init($"Bearer {_issuer.IdToken()}"));

        Assert.Equal(1013, await ReadCloseAsync(socket));
    }

    [Fact]
    public async Task Only_counts_in_mode_count()
    {
        await StartAsync(EdgeAuthMode.Count);
        using var socket = await ConnectAsync(1);

        foreach (var text in new[] { "no init", "another", new string('x', 100_000) })
        {
            await SendAsync(socket, text);
            Assert.Equal(text, await ReceiveAsync(socket));
        }
    }

    private async Task StartAsync(EdgeAuthMode mode = EdgeAuthMode.Enforce)
    {
        _edge = await EdgeFixture.StartAsync((options, _) => options.Auth.Routes = [new() { Path = "/v1/graphql", Mode = mode }], time: _time);
        _issuer = await StandInIssuer.StartAsync(_edge.Environment);
        _dataApi = await StandInTier.StartAsync(_edge.Socket("data-api"), _origin.EchoAsync);
    }

    private async Task<ClientWebSocket> ConnectAsync(int httpVersion, string protocol = "graphql-transport-ws")
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = httpVersion == 1 ? HttpVersion.Version11 : HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        socket.Options.AddSubProtocol(protocol);
        using var invoker = new HttpMessageInvoker(_edge.Handler(httpVersion), disposeHandler: false);
        await socket.ConnectAsync(new Uri($"wss://localhost:{_edge.Port}/v1/graphql"), invoker, Deadline.Token());
        return socket;
    }

    private static string Init(string authorization, string place = "headers")
    {
        var header = $"{{\"Authorization\":\"{authorization}\"}}";
        return $"{{\"type\":\"connection_init\",\"payload\":{(place == "headers" ? $"{{\"headers\":{header}}}" : header)}}}";
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Deadline.Token());

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, Deadline.Token());
            text.Append(Encoding.ASCII.GetString(buffer, 0, part.Count));
            if (part.EndOfMessage)
                return text.ToString();
        }
    }

    private static async Task<int> ReadCloseAsync(ClientWebSocket socket)
    {
        var part = await socket.ReceiveAsync(new byte[4096], Deadline.Token());
        Assert.Equal(WebSocketMessageType.Close, part.MessageType);
        return (int)part.CloseStatus!;
    }

    /// <summary>A service that speaks WebSocket and knows nothing of tokens.</summary>
    private sealed class Origin
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _messages;

        public Task Arrived => _arrived.Task;

        public Task Left => _left.Task;

        public int Messages => Volatile.Read(ref _messages);

        public async Task EchoAsync(HttpContext context)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = context.WebSockets.WebSocketRequestedProtocols[0],
                DangerousEnableCompression = true,
            });
            _arrived.SetResult();
            try
            {
                await EchoAsync(socket);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException)
            {
                // Cut off.
            }

            _left.SetResult();
        }

        private async Task EchoAsync(WebSocket socket)
        {
            var buffer = new byte[4096];
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer, Deadline.Token());
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "done", Deadline.Token());
                    return;
                }

                if (part.EndOfMessage)
                    Interlocked.Increment(ref _messages);
                await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, Deadline.Token());
            }
        }
    }
}
