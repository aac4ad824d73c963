using System.Net;
using Bulwark.Proxy.Forwarding.Http2;
using Bulwark.Testing;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Tests.Forwarding.Http2;

/// <summary>Clients and targets that take nothing, say nothing or say too much, and how long connections last.</summary>
public sealed class Http2BoundsTests
{
    private const string Path = "/_matrix/client/versions?a=%2F";

    [Fact]
    public async Task A_client_that_takes_nothing_holds_up_neither_others_nor_more_than_its_window()
    {
        const int Window = Http2Exchange.Window;
        var part = new string('x', 16_384);
        var isFull = new TaskCompletionSource();
        StreamTarget.Request? slow = null;
        await using var target = new StreamTarget(async connection =>
        {
            slow = (await connection.NextAsync())!;
            await connection.SendAsync(Answers.Head(slow.Stream));
            var serving = connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "well")]);
            var sent = 0L;
            while (!serving.IsCompleted && sent < 256 * Window)
            {
                if (sent + part.Length <= Window + connection.Granted(slow.Stream))
                {
                    await connection.SendAsync(Answers.Data(slow.Stream, part, isEnd: false));
                    sent += part.Length;
                    continue;
                }

                await Task.Delay(100);
                if (sent + part.Length > Window + connection.Granted(slow.Stream))
                    isFull.TrySetResult();
            }

            await serving;
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
        await isFull.Task.WaitAsync(Deadline.Token());
        var granted = target.Connections[0].Granted(slow!.Stream);
        Assert.Equal("well", await client.GetStringAsync(Path, Deadline.Token()));
        Assert.InRange(granted, 0, 128 * Window);

        // What was kept arrives, and makes room for more.
        await using var body = await response.Content.ReadAsStreamAsync(Deadline.Token());
        await body.ReadExactlyAsync(new byte[granted + Window + (2 * part.Length)], Deadline.Token());
        Assert.True(target.Connections[0].Granted(slow.Stream) > granted);
    }

    [Fact]
    public async Task A_target_that_sends_more_than_the_window_loses_the_stream()
    {
        var part = new string('x', 16_384);
        await using var target = new StreamTarget(async connection =>
        {
            var id = (await connection.NextAsync())!.Stream;
            await connection.SendAsync(Answers.Head(id));
            for (var sent = 0; sent < 128 * Http2Exchange.Window && !connection.HasEnded; sent += part.Length)
                await connection.SendAsync(Answers.Data(id, part, isEnd: false));
            await connection.AnswerAllAsync(other => [Answers.Head(other), Answers.Data(other, "well")]);
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
        Assert.Equal("well", await client.GetStringAsync(Path, Deadline.Token()));

        await Deadline.UntilAsync(() => target.Connections[0].Resets.Any());
        Assert.Single(target.Connections);
    }

    [Fact]
    public async Task A_client_that_leaves_takes_its_stream_back_and_no_other()
    {
        var arrived = new TaskCompletionSource();
        await using var target = new StreamTarget(async connection =>
        {
            await connection.NextAsync();
            arrived.SetResult();
            await connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "well")]);
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();
        using var leaving = new CancellationTokenSource();

        var asking = client.GetAsync(Path, leaving.Token);
        await arrived.Task.WaitAsync(Deadline.Token());
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Deadline.UntilAsync(() => target.Connections[0].Resets.Any());
        Assert.Equal((1, 8u), Assert.Single(target.Connections[0].Resets));
        Assert.Equal("well", await client.GetStringAsync(Path, Deadline.Token()));
        Assert.Single(target.Connections);
    }

    [Fact]
    public async Task A_silent_target_is_a_504_and_its_late_answer_is_nobodys()
    {
        var late = new TaskCompletionSource();
        await using var target = new StreamTarget(async connection =>
        {
            var first = (await connection.NextAsync())!;
            await late.Task.WaitAsync(Deadline.Token());
            await connection.SendAsync(Answers.Head(first.Stream, ("x-remembered", "y")), Answers.Data(first.Stream, "late"));
            await connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "well")]);
        });
        await using var door = await target.StartDoorAsync(patience: TimeSpan.FromMilliseconds(700));
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());
        late.SetResult();

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("well", await client.GetStringAsync(Path, Deadline.Token()));
        Assert.Equal([ForwarderError.RequestTimedOut, ForwarderError.None], await door.EndAsync(2));
        Assert.Single(target.Connections);
    }

    [Fact]
    public async Task Opens_more_connections_when_the_target_takes_no_more_streams()
    {
        var all = new SemaphoreSlim(0);
        await using var target = new StreamTarget(async connection =>
        {
            while (await connection.NextAsync() is { } request)
            {
                all.Release();
                _ = Task.Run(async () =>
                {
                    await Deadline.UntilAsync(() => all.CurrentCount == 5);
                    await connection.AnswerAsync(request, "well");
                });
            }
        }) { Settings = StreamTarget.Setting(3, 2) };
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.GetStringAsync(Path, Deadline.Token())));

        Assert.All(answers, answer => Assert.Equal("well", answer));
        Assert.Equal(3, target.Connections.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_target_that_falls_silent_is_asked_whether_it_is_there(bool isThere)
    {
        var go = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var target = new StreamTarget(async connection =>
        {
            var request = (await connection.NextAsync())!;
            arrived.TrySetResult();
            var others = connection.NextAsync();
            await go.Task.WaitAsync(Deadline.Token());
            await connection.AnswerAsync(request, "well");
            await others;
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();
        var asking = client.PostAsync(Path, content: null, Deadline.Token());
        await arrived.Task.WaitAsync(Deadline.Token());
        var now = Environment.TickCount64;

        door.Streams.Sweep(now + 20_000);
        door.Streams.Sweep(now + 35_000);
        await Deadline.UntilAsync(() => target.Connections[0].Others.Any(frame => frame.Type == Http2Frames.Ping));
        if (isThere)
            go.SetResult();
        else
            door.Streams.Sweep(now + 46_000);
        using var response = await asking;

        Assert.Equal(isThere ? HttpStatusCode.OK : HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Single(target.Connections[0].Others, frame => frame.Type == Http2Frames.Ping);
        go.TrySetResult();
    }

    [Fact]
    public async Task A_connection_that_nobody_needs_is_closed()
    {
        await using var target = new StreamTarget(connection => connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "well")]));
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();
        await client.GetStringAsync(Path, Deadline.Token());
        await door.EndAsync(1);

        door.Streams.Sweep(Environment.TickCount64 + 500_000);
        Assert.Equal(1, door.Streams.Count);
        door.Streams.Sweep(Environment.TickCount64 + 700_000);

        await Deadline.UntilAsync(() => target.Connections[0].HasEnded);
        Assert.Equal(0u, target.Connections[0].Goodbye);
        Assert.Equal(0, door.Streams.Count);
        Assert.Equal("well", await client.GetStringAsync(Path, Deadline.Token()));
    }

    [Fact]
    public async Task A_connection_has_an_age()
    {
        await using var target = new StreamTarget(connection => connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "well")]));
        await using var door = await target.StartDoorAsync(lifetime: TimeSpan.FromMinutes(5));
        using var client = door.Client();
        await client.GetStringAsync(Path, Deadline.Token());

        door.Streams.Sweep(Environment.TickCount64 + 290_000);
        await client.GetStringAsync(Path, Deadline.Token());
        Assert.Single(target.Connections);
        door.Streams.Sweep(Environment.TickCount64 + 310_000);
        await client.GetStringAsync(Path, Deadline.Token());

        Assert.Equal(2, target.Connections.Count);
        await Deadline.UntilAsync(() => target.Connections[0].HasEnded);
    }

    [Fact]
    public async Task A_pool_that_is_over_answers_what_is_under_way()
    {
        var arrived = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var target = new StreamTarget(async connection =>
        {
            var request = (await connection.NextAsync())!;
            arrived.SetResult();
            await go.Task.WaitAsync(Deadline.Token());
            await connection.AnswerAsync(request, "last");
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        var asking = client.GetStringAsync(Path, Deadline.Token());
        await arrived.Task.WaitAsync(Deadline.Token());
        door.Streams.Dispose();
        using var refused = await client.GetAsync(Path, Deadline.Token());
        go.SetResult();

        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Equal("last", await asking);
        await Deadline.UntilAsync(() => target.Connections[0].HasEnded);
    }
}
