using System.Net;
using System.Net.WebSockets;
using System.Text;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Tests;

/// <summary>What flows while a request is open: through the edge, the load balancer and back.</summary>
public sealed class StreamingTests
{
    private static readonly Uri Sync = new("/_matrix/client/v3/sync", UriKind.Relative);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Brings_each_part_of_an_answer_as_soon_as_it_is_written(int httpVersion)
    {
        await using var edge = await EdgeFixture.StartAsync();
        var seen = new SemaphoreSlim(0);
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            for (var i = 0; i < 3; i++)
            {
                // The next part is not written before the client has the last one: a proxy that keeps parts back would stand still.
                await seen.WaitAsync(Deadline.Token());
                await context.Response.WriteAsync($"data: {i}\n\n");
                await context.Response.Body.FlushAsync();
            }
        });
        using var client = edge.Client(httpVersion);

        using var response = await client.GetAsync(Sync, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Deadline.Token()));
        for (var i = 0; i < 3; i++)
        {
            seen.Release();
            Assert.Equal($"data: {i}", await reader.ReadLineAsync(Deadline.Token()));
            Assert.Equal("", await reader.ReadLineAsync(Deadline.Token()));
        }

        Assert.Null(await reader.ReadLineAsync(Deadline.Token()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Brings_the_beginning_of_an_upload_before_its_end_is_sent(int httpVersion)
    {
        const int part = 512 * 1024;
        await using var edge = await EdgeFixture.StartAsync();
        var received = new SemaphoreSlim(0);
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            var buffer = new byte[16 * 1024];
            for (int count, sum = 0; (count = await context.Request.Body.ReadAsync(buffer)) > 0;)
            {
                // A proxy may hold a few buffers back, but not the half of what it was given.
                if ((sum + count) / (part / 2) > sum / (part / 2))
                    received.Release();
                sum += count;
            }
        });
        using var client = edge.Client(httpVersion);
        using var content = new PacedContent(async stream =>
        {
            for (var i = 0; i < 3; i++)
            {
                await stream.WriteAsync(new byte[part]);
                await stream.FlushAsync();
                await received.WaitAsync(Deadline.Token());
            }
        });

        using var response = await client.PostAsync("/_matrix/media/v3/upload", content, Deadline.Token());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Carries_a_WebSocket(int httpVersion)
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Auth.Routes = [new() { Path = "/v1/graphql", Mode = EdgeAuthMode.Off }]);
        await using var dataApi = await StandInTier.StartAsync(edge.Socket("data-api"), EchoAsync);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = httpVersion == 1 ? HttpVersion.Version11 : HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.AddSubProtocol("graphql-transport-ws");
        using var invoker = new HttpMessageInvoker(edge.Handler(httpVersion));

        await socket.ConnectAsync(new Uri($"wss://localhost:{edge.Port}/v1/graphql"), invoker, Deadline.Token());
        foreach (var text in new[] { "connection_init", new string('x', 100_000) })
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Deadline.Token());
            Assert.Equal(text, await ReceiveAsync(socket));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", Deadline.Token());

        Assert.Equal("graphql-transport-ws", socket.SubProtocol);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task Brings_trailers_back()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = new RawTier(
            edge.Socket("homeserver"),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Checksum\r\n\r\n4\r\nbody\r\n0\r\nX-Checksum: abc\r\n\r\n");
        using var client = edge.Client(httpVersion: 2);

        using var response = await client.GetAsync(Sync, Deadline.Token());

        Assert.Equal("abc", Assert.Single(response.TrailingHeaders.GetValues("X-Checksum")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Tells_the_tier_that_the_client_has_left(int httpVersion)
    {
        await using var edge = await EdgeFixture.StartAsync();
        var arrived = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(left.SetResult);
            arrived.SetResult();
            await left.Task;
        });
        using var client = edge.Client(httpVersion);
        using var leave = new CancellationTokenSource();

        var request = client.GetAsync(Sync, leave.Token);
        await arrived.Task.WaitAsync(Deadline.Token());
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await left.Task.WaitAsync(Deadline.Token());
    }

    [Fact]
    public async Task Ends_a_body_that_comes_too_slowly_and_no_other_request()
    {
        await using var edge = await EdgeFixture.StartAsync();
        var held = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            held.SetResult();
            await release.Task.WaitAsync(Deadline.Token());
        });
        using var client = edge.Client();
        await using var slow = await edge.ConnectAsync();

        // Both have a body, so that both are forwarded over one connection to the load balancer.
        using var content = new StringContent("{}");
        var poll = client.PostAsync(Sync, content, Deadline.Token());
        await held.Task.WaitAsync(Deadline.Token());
        await slow.SendAsync("POST /_matrix/media/v3/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc");
        var answer = await slow.ReadUntilAsync("}");
        release.SetResult();

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("""{"errcode":"M_UNKNOWN","error":"The request body came too slowly"}""", answer, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await poll).StatusCode);
        Assert.Equal(1, edge.OriginConnections);
    }

    [Fact]
    public async Task Holds_many_long_polls_on_few_connections()
    {
        await using var edge = await EdgeFixture.StartAsync();
        var release = new TaskCompletionSource();
        var held = new CountdownEvent(300);
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            held.Signal();
            await release.Task.WaitAsync(Deadline.Token());
        });
        using var client = edge.Client();

        var polls = Enumerable.Range(0, 300).Select(_ => client.GetAsync(Sync, Deadline.Token())).ToList();
        Assert.True(await Task.Run(() => held.Wait(Deadline.Default)), "not every poll reached the tier");
        release.SetResult();
        var answers = await Task.WhenAll(polls);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.InRange(edge.OriginConnections, 1, 4);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("graphql-transport-ws");
        var buffer = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, Deadline.Token());
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "done", Deadline.Token());
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, Deadline.Token());
        }
    }

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

    /// <summary>A body of unknown length that is written step by step.</summary>
    private sealed class PacedContent(Func<Stream, Task> write) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
