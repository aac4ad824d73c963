using System.Net;
using System.Text;
using Bulwark.Proxy.Forwarding;
using Bulwark.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Tests.Forwarding.Http1;

public sealed class Http1ForwarderTests
{
    private const string Empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static readonly Uri Path = new("/a%2Fb?c=|", UriKind.Relative);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\nh\r\n4\r\nello\r\n00\r\nX-Sum: 1\r\nContent-Length: 7\r\n\r\n", "hello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "")]
    public async Task Brings_back_every_answer_and_keeps_its_connection_however_the_bytes_come(string answer, string body)
    {
        var step = 1;
        await using var target = new ScriptedTarget(async connection =>
        {
            while (await connection.NextAsync() is not null)
            {
                for (var at = 0; at < answer.Length; at += step)
                {
                    await connection.SayAsync(answer[at..Math.Min(answer.Length, at + step)]);
                    await Task.Yield();
                }
            }
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        foreach (var size in (int[])[1, 2, 3, 7, 20, 45, answer.Length - 1, answer.Length])
        {
            step = size;
            using var response = await client.GetAsync(Path, Deadline.Token());
            Assert.Equal(body, await response.Content.ReadAsStringAsync(Deadline.Token()));
        }

        Assert.Equal(1, target.Count);
        Assert.All(await door.EndAsync(8), error => Assert.Equal(ForwarderError.None, error));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nhello")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")]
    public async Task An_answer_may_end_with_its_connection(string answer)
    {
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            await connection.SayAsync(answer);
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        Assert.Equal("hello", await client.GetStringAsync(Path, Deadline.Token()));
        Assert.Equal("hello", await client.GetStringAsync(Path, Deadline.Token()));

        await door.EndAsync(2);
        Assert.Equal(2, target.Count);
        Assert.Equal(0, door.Pool.Idle);
    }

    [Theory]
    [InlineData("head")]
    [InlineData("Head")]
    public async Task Only_an_answer_to_HEAD_itself_has_no_body(string method)
    {
        await using var target = new ScriptedTarget(connection => connection.AnswerAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"));
        await using var door = await Door.StartAsync(target);

        var answer = await door.SendAsync($"{method} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.EndsWith("\r\n\r\nhello", answer, StringComparison.Ordinal);
        Assert.Equal(ForwarderError.None, Assert.Single(await door.EndAsync(1)));
        Assert.Equal(1, door.Pool.Idle);
    }

    [Theory]
    [InlineData("Content-Length: 5")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_body_that_no_such_answer_has_is_waited_for_by_nobody_and_is_no_next_answer(string header)
    {
        await using var target = new ScriptedTarget(connection => connection.AnswerAsync($"HTTP/1.1 204 No Content\r\n{header}\r\n\r\n"));
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(ForwarderError.None, Assert.Single(await door.EndAsync(1)));
        Assert.Equal(0, door.Pool.Idle);
    }

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
    [InlineData("GET", true)]
    [InlineData("DELETE", true)]
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

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nnot all of it", 1)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nnot all of it", 2)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nnot all of it\r\n", 1)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nnot all of it\r\n0\r\n", 2)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nnot all of it at all\r\n0\r\n\r\n", 1)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nnot all of it\r\nx\r\n\r\n", 2)]
    public async Task Part_of_an_answer_is_not_taken_for_all_of_it(string answer, int version)
    {
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            await connection.SayAsync(answer);
        });
        await using var door = await Door.StartAsync(target, protocols: version == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        using var client = door.Client(version);

        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Deadline.Token()).ContinueWith(asking => asking.IsFaulted ? null : asking.Result, TaskScheduler.Default);

        // The client learns of it either before the body, when nothing had been sent yet, or in the middle of it.
        if (response is { StatusCode: HttpStatusCode.OK })
            await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.Equal(ForwarderError.ResponseBodyDestination, Assert.Single(await door.EndAsync(1)));
        Assert.Equal(ForwardFault.Target, Assert.Single(door.Faults));
        Assert.Equal(0, door.Pool.Idle);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nnot all of it at all\r\n0\r\n\r\n", 1)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nnot all of it\r\nx\r\n\r\n", 1)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nnot all of it\r\nx\r\n\r\n", 2)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nnot all of it\r\n0\r\nno trailer\r\n\r\n", 1)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nnot all of it\r\n0\r\nno trailer\r\n\r\n", 2)]
    public async Task What_came_of_a_bad_answer_is_no_part_of_ours(string answer, int version)
    {
        await using var target = new ScriptedTarget(connection => connection.AnswerAsync(answer));
        await using var door = await Door.StartAsync(target, protocols: version == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        using var client = door.Client(version);

        // All of it has come before anything was sent, so that a 502 would have begun with what the target said.
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Deadline.Token()));

        Assert.Equal(ForwarderError.ResponseBodyDestination, Assert.Single(await door.EndAsync(1)));
        Assert.Equal(ForwardFault.Target, Assert.Single(door.Faults));
        Assert.Equal(0, door.Pool.Idle);
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
    public async Task A_client_that_leaves_ends_the_exchange()
    {
        var arrived = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            arrived.SetResult();
            if (await connection.NextAsync() is null)
                closed.SetResult();
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();
        using var leaving = new CancellationTokenSource();

        var asking = client.GetAsync(Path, leaving.Token);
        await arrived.Task.WaitAsync(Deadline.Token());
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await closed.Task.WaitAsync(Deadline.Token());
        await door.EndAsync(1);
        Assert.Equal(ForwardFault.Client, Assert.Single(door.Faults));
    }

    [Fact]
    public async Task Parts_reach_the_client_as_they_come()
    {
        var go = new SemaphoreSlim(0);
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            await connection.SayAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (var part in (string[])["3\r\none\r\n", "3\r\ntwo\r\n", "0\r\n\r\n"])
            {
                await go.WaitAsync(Deadline.Token());
                await connection.SayAsync(part);
            }
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
        await using var body = await response.Content.ReadAsStreamAsync(Deadline.Token());
        var buffer = new byte[100];
        foreach (var part in (string[])["one", "two", ""])
        {
            go.Release();
            Assert.Equal(part, Encoding.ASCII.GetString(buffer, 0, await body.ReadAsync(buffer, Deadline.Token())));
        }
    }

    [Fact]
    public async Task Sends_the_request_as_it_is_except_what_belongs_to_the_connection()
    {
        string? head = null;
        await using var target = new ScriptedTarget(async connection =>
        {
            head = await connection.NextAsync();
            await connection.SayAsync(Empty);
        });
        await using var door = await Door.StartAsync(target);

        var answer = await door.SendAsync(
            "POST /a%2Fb/../c?d=|%zz HTTP/1.1\r\nX-Own: \u00c3\u00a9\r\nHost: chat.example.org\r\nX-Two: 1\r\nX-Two: 2\r\nCookie: a=1\r\nCookie: b=2\r\n"
            + "Keep-Alive: 1\r\nTE: trailers\r\nExpect: 100-continue\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(
            "POST /a%2Fb/../c?d=|%zz HTTP/1.1\r\nHost: chat.example.org\r\nCookie: a=1; b=2\r\nX-Own: \u00c3\u00a9\r\nX-Two: 1, 2\r\nContent-Length: 0\r\n\r\n",
            head);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2dc6c0\r\n", "\r\n0\r\n\r\n")]
    public async Task A_large_answer_is_the_same_at_the_other_end(string head, string end)
    {
        var body = System.Security.Cryptography.RandomNumberGenerator.GetBytes(3_000_000);
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            await connection.SayAsync(head);
            await connection.WriteAsync(body, Deadline.Token());
            await connection.SayAsync(end);
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        Assert.Equal(body, await client.GetByteArrayAsync(Path, Deadline.Token()));
    }

    [Fact]
    public async Task Gives_each_of_many_its_own_answer()
    {
        await using var target = new ScriptedTarget(async connection =>
        {
            while (await connection.NextAsync() is { } head)
            {
                var id = head.Split(' ')[1];
                await connection.SayAsync($"HTTP/1.1 200 OK\r\nX-Id: {id}\r\nContent-Length: {id.Length}\r\n\r\n{id}");
            }
        });
        await using var door = await Door.StartAsync(target);
        using var client = door.Client();

        await Parallel.ForAsync(0, 3000, new ParallelOptions { MaxDegreeOfParallelism = 1000, CancellationToken = Deadline.Token() }, async (i, cancellationToken) =>
        {
            using var response = await client.GetAsync(new Uri($"/{i}", UriKind.Relative), cancellationToken);
            Assert.Equal($"/{i}", Assert.Single(response.Headers.GetValues("X-Id")));
            Assert.Equal($"/{i}", await response.Content.ReadAsStringAsync(cancellationToken));
        });

        await door.EndAsync(3000);
        Assert.Equal(target.Count, door.Pool.Idle);
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
