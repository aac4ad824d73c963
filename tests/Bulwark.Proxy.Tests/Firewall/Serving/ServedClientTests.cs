using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Proxy.Tests.Firewall.Serving;

/// <summary>Clients that do not read, have said their last, have gone, or want to stay for ever.</summary>
public sealed class ServedClientTests
{
    private const string Request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n";

    [Theory]
    [InlineData("text/plain")]
    [InlineData("image/png")]
    public async Task One_that_does_not_read_is_cut_off(string type)
    {
        const int Length = 20_000_000;
        var time = new FakeTimeProvider();
        await using var rig = await ServedRig.StartAsync(_ => $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {Length}\r\n\r\n{new string('x', Length)}", time: time);

        using var client = await rig.OpenAsync(Request);
        await Deadline.UntilAsync(() => client.Available > 0);
        await Deadline.UntilAsync(() => HasEnded(rig, time));

        var buffer = new byte[1 << 20];
        var received = 0L;
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (await client.Client.ReceiveAsync(buffer) is > 0 and var count)
                received += count;

            throw new SocketException((int)SocketError.ConnectionReset); // an end without a reset is one too
        });
        Assert.InRange(received, 0, Length - 1);
    }

    [Theory]
    [InlineData("Content-Length: 2\r\n\r\nok")]
    [InlineData("\r\nok")]
    public async Task One_that_has_said_its_last_is_answered(string rest)
    {
        using var isClosed = new ManualResetEventSlim();
        await using var rig = await ServedRig.StartAsync(_ =>
        {
            isClosed.Wait(Deadline.Default);
            Thread.Sleep(200); // until the firewall has noticed
            return $"HTTP/1.1 200 OK\r\nConnection: close\r\n{rest}";
        });

        using var client = await rig.OpenAsync(Request);
        await Deadline.UntilAsync(() => rig.Backend.Requests.Count == 1);
        client.Client.Shutdown(SocketShutdown.Send);
        isClosed.Set();

        var answer = await ServedRig.ReadAsync(client);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("ok", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_has_gone_from_a_stream_is_noticed(bool resets)
    {
        await using var rig = await ServedRig.StartAsync(_ => Stream);
        using (var client = await rig.OpenAsync(Request))
        {
            await client.Client.ReceiveAsync(new byte[1000]);
            Assert.Equal(1, rig.Backend.Open);
            if (resets)
                client.Client.LingerState = new LingerOption(true, 0);
        }

        await Deadline.UntilAsync(() => rig.Backend.Open == 0);
    }

    [Fact]
    public async Task One_that_has_gone_before_the_answer_is_noticed()
    {
        using var isOver = new ManualResetEventSlim();
        await using var rig = await ServedRig.StartAsync(_ =>
        {
            isOver.Wait(Deadline.Default);
            return null;
        });
        using (var client = await rig.OpenAsync(Request))
        {
            await Deadline.UntilAsync(() => rig.Backend.Requests.Count == 1);
            client.Client.LingerState = new LingerOption(true, 0);
        }

        await Deadline.UntilAsync(() => rig.LogSoFar().Count == 1);
        isOver.Set();
        Assert.Equal(0, JsonDocument.Parse(rig.LogSoFar()[0]).RootElement.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData(Stream, "")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "Connection: Upgrade\r\nUpgrade: websocket\r\n")]
    public async Task A_stream_has_its_line_while_it_lasts_and_the_server_can_stop(string answer, string headers)
    {
        await using var rig = await ServedRig.StartAsync(_ => answer);
        using var client = await rig.OpenAsync($"GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
        await client.Client.ReceiveAsync(new byte[1000]);

        await Deadline.UntilAsync(() => rig.LogSoFar().Count == 1);
        Assert.Equal(1, rig.Backend.Open);
        var began = Stopwatch.GetTimestamp();
        await rig.StopAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 15); // 4 s, on a machine that is busy; before, the web server's 30 s
    }

    [Theory]
    [InlineData("h2c")]
    [InlineData("SPDY/3.1")]
    public async Task An_upgrade_to_anything_but_a_WebSocket_is_a_plain_request(string protocol)
    {
        await using var rig = await ServedRig.StartAsync();

        var answer = await rig.SendAsync($"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: {protocol}\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Equal("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Assert.Single(rig.Backend.Requests));
        Assert.Empty(rig.Errors);
    }

    [Theory]
    [InlineData("", "websocket")]
    [InlineData("Connection: Upgrade\r\nUpgrade: websocket\r\n", "h2c")]
    public async Task A_tunnel_that_nobody_asked_for_is_no_answer(string headers, string protocol)
    {
        await using var rig = await ServedRig.StartAsync(_ => $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: {protocol}\r\nConnection: Upgrade\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\n", await rig.SendAsync($"GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_Host_gets_the_upstreams()
    {
        await using var rig = await ServedRig.StartAsync();

        await rig.SendAsync("GET / HTTP/1.0\r\nX-A: 1\r\n\r\n");

        Assert.Equal($"GET / HTTP/1.1\r\nHost: {rig.Backend.Address.Authority}\r\nX-A: 1\r\n\r\n", Assert.Single(rig.Backend.Requests));
    }

    [Fact]
    public async Task A_head_that_costs_much_is_refused_at_once()
    {
        await using var rig = await ServedRig.StartAsync(blocks: false);
        var head = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\nConnection: ").Append(',', 30_000).Append("\r\n");
        for (var i = 0; i < 8000; i++)
            head.Append("a:\r\n");

        Assert.StartsWith("HTTP/1.1 431 ", await rig.SendAsync($"{head}\r\n"), StringComparison.Ordinal);
        Assert.Equal("there are more than 100 headers", Assert.Single(await rig.LogAsync()).GetProperty("refusal").GetString());
    }

    private static bool HasEnded(ServedRig rig, FakeTimeProvider time)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return rig.Backend.Open == 0;
    }
}
