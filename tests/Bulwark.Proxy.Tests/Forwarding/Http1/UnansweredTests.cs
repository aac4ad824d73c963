using System.Net;
using Bulwark.Testing;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Tests.Forwarding.Http1;

public sealed class UnansweredTests
{
    private const string Empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static readonly Uri Path = new("/a%2Fb?c=|", UriKind.Relative);

    [Theory]
    [InlineData("not HTTP at all")]
    [InlineData("\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nA: b\rSet-Cookie: c\r\nContent-Length: 0\r\n\r\n")]
    public async Task What_is_no_answer_is_a_502_and_ends_the_connection(string answer)
    {
        await using var target = new ScriptedTarget(connection => connection.AnswerAsync(answer));
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(ForwarderError.Request, Assert.Single(await door.EndAsync(1)));
        Assert.Equal(0, door.Pool.Idle);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData(60, HttpStatusCode.OK)]
    [InlineData(64, HttpStatusCode.BadGateway)]
    public async Task A_head_has_a_size(int kilobytes, HttpStatusCode status)
    {
        var line = "X: " + new string('x', 1019) + "\r\n";
        await using var target = new ScriptedTarget(connection => connection.AnswerAsync(Empty[..^2] + string.Concat(Enumerable.Repeat(line, kilobytes)) + "\r\n"));
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    public async Task A_target_that_hangs_up_on_a_new_connection_is_asked_once(string answer)
    {
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            await connection.SayAsync(answer);
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(1, target.Count);
    }

    [Fact]
    public async Task A_silent_target_is_a_504_and_its_connection_is_closed()
    {
        var closed = new TaskCompletionSource();
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            if (await connection.NextAsync() is null)
                closed.SetResult();
        });
        await using var door = await Door.StartAsync(target, TimeSpan.FromMilliseconds(300));
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal(ForwarderError.RequestTimedOut, Assert.Single(await door.EndAsync(1)));
        await closed.Task.WaitAsync(Deadline.Token());
    }

    [Fact]
    public async Task No_connection_is_told_as_such()
    {
        await using var target = new ScriptedTarget(_ => Task.CompletedTask);
        target.Close();
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(ForwarderError.Request, Assert.Single(await door.EndAsync(1)));
    }
}
