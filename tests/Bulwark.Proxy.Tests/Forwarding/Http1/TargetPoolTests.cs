using System.Net;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Proxy.Tests.Forwarding.Http1;

public sealed class TargetPoolTests
{
    private const string Empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static readonly Uri Path = new("/a%2Fb?c=|", UriKind.Relative);

    [Theory]
    [InlineData("GET", true)]
    [InlineData("PUT", false)]
    [InlineData("DELETE", false)]
    [InlineData("POST", false)]
    [InlineData("PATCH", false)]
    public async Task A_request_on_which_an_old_connection_ends_is_sent_again_if_it_may(string method, bool isRepeated)
    {
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            await connection.SayAsync(Empty);
            if (await connection.NextAsync() is null || connection.Number == 1)
                return;

            await connection.SayAsync(Empty);
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();
        using var first = await client.GetAsync(Path, Deadline.Token());
        await door.EndAsync(1);

        using var request = new HttpRequestMessage(new HttpMethod(method), Path);
        using var response = await client.SendAsync(request, Deadline.Token());

        Assert.Equal(isRepeated ? HttpStatusCode.OK : HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(isRepeated ? 2 : 1, target.Count);
    }

    [Fact]
    public async Task A_connection_that_ended_while_nobody_used_it_loses_no_POST()
    {
        var closed = new TaskCompletionSource();
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            await connection.SayAsync(Empty);
            if (connection.Number > 1)
                return;

            connection.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Both);
            closed.SetResult();
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();
        using var first = await client.GetAsync(Path, Deadline.Token());
        await door.EndAsync(1);
        await closed.Task.WaitAsync(Deadline.Token());

        using var response = await client.PostAsync(Path, content: null, Deadline.Token());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, target.Count);
    }

    [Fact]
    public async Task What_comes_after_an_answer_is_taken_for_none()
    {
        var said = new TaskCompletionSource();
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            await connection.SayAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst");
            await connection.SayAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged");
            said.TrySetResult();
            await connection.NextAsync();
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        Assert.Equal("first", await client.GetStringAsync(Path, Deadline.Token()));
        await said.Task.WaitAsync(Deadline.Token());
        await door.EndAsync(1);
        Assert.Equal("first", await client.GetStringAsync(Path, Deadline.Token()));
        Assert.Equal(2, target.Count);
    }

    [Fact]
    public async Task A_connection_that_nobody_needs_for_a_minute_is_closed()
    {
        var time = new FakeTimeProvider();
        var closed = new TaskCompletionSource();
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.AnswerAsync(Empty);
            closed.TrySetResult();
        });
        await using var door = await Door.StartAsync(target, time: time);
        using var client = door.Client();
        for (var request = 1; request <= 2; request++)
        {
            // Its memory goes back meanwhile, and it serves all the same.
            using var response = await client.GetAsync(Path, Deadline.Token());
            await door.EndAsync(request);
            time.Advance(TimeSpan.FromSeconds(59));
            Assert.Equal(1, door.Pool.Idle);
        }

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, door.Pool.Idle);
        await closed.Task.WaitAsync(Deadline.Token());
        Assert.Equal(1, target.Count);
    }

    [Fact]
    public async Task Those_that_are_needed_stay_when_the_others_grow_old()
    {
        var time = new FakeTimeProvider();
        var held = new TaskCompletionSource();
        await using var target = new ScriptedTarget(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                if (connection.Number == 1)
                    await held.Task.WaitAsync(Deadline.Token());
                await connection.SayAsync(Empty);
            }
        });
        await using var door = await Door.StartAsync(target, time: time);
        using var client = door.Client();
        var first = client.GetAsync(Path, Deadline.Token());
        await Deadline.UntilAsync(() => target.Count == 1);
        using var second = await client.GetAsync(Path, Deadline.Token());
        await door.EndAsync(1);
        held.SetResult();
        using var answer = await first;
        await door.EndAsync(2);
        Assert.Equal(2, door.Pool.Idle);

        time.Advance(TimeSpan.FromSeconds(40));
        using var third = await client.GetAsync(Path, Deadline.Token());
        await door.EndAsync(3);
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(1, door.Pool.Idle);
        using var fourth = await client.GetAsync(Path, Deadline.Token());
        await door.EndAsync(4);
        Assert.Equal(2, target.Count);
    }

    [Fact]
    public async Task A_pool_that_is_over_keeps_no_connection()
    {
        await using var target = new ScriptedTarget(connection => connection.AnswerAsync(Empty));
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();
        using var first = await client.GetAsync(Path, Deadline.Token());
        await door.EndAsync(1);
        Assert.Equal(1, door.Pool.Idle);

        door.Pool.Dispose();
        using var second = await client.GetAsync(Path, Deadline.Token());

        await door.EndAsync(2);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(0, door.Pool.Idle);
        Assert.Equal(2, target.Count);
    }
}
