using System.Net;
using Bulwark.Proxy.Forwarding;
using Bulwark.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Tests.Forwarding.Http1;

public sealed class AnswerBodyTests
{
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

        var sizes = (int[])[1, 2, 3, 7, 20, 45, answer.Length - 1, answer.Length];
        for (var i = 0; i < sizes.Length; i++)
        {
            step = sizes[i];
            using var response = await client.GetAsync(Path, Deadline.Token());
            Assert.Equal(body, await response.Content.ReadAsStringAsync(Deadline.Token()));
            Assert.All(await door.EndAsync(i + 1), error => Assert.Equal(ForwarderError.None, error));
        }

        Assert.Equal(1, target.Count);
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
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_answer_that_ends_because_we_cut_its_connection_is_not_whole(int version)
    {
        var go = new TaskCompletionSource();
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            await connection.SayAsync("HTTP/1.1 200 OK\r\n\r\nnot all of it");
            await go.Task.WaitAsync(Deadline.Token());
        });
        await using var door = await Door.StartAsync(target, protocols: version == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        using var client = door.Client(version);

        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
        target.IsCut = true;
        go.SetResult();

        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.Equal(ForwarderError.ResponseBodyDestination, Assert.Single(await door.EndAsync(1)));
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

    /// <summary>RFC 9110 section 15.3.6: there is none, and our server would not send it.</summary>
    [Theory]
    [InlineData("HTTP/1.1 205 Reset Content\r\nContent-Length: 4\r\n\r\nEVIL", 1)]
    [InlineData("HTTP/1.1 205 Reset Content\r\nContent-Length: 4\r\n\r\nEVIL", 2)]
    [InlineData("HTTP/1.1 205 Reset Content\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nEVIL\r\n0\r\n\r\n", 2)]
    public async Task A_body_where_there_is_none_is_a_502(string answer, int version)
    {
        await using var target = new ScriptedTarget(async connection =>
        {
            await connection.NextAsync();
            await connection.SayAsync(answer);
        });
        await using var door = await Door.StartAsync(target, protocols: version == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        using var client = door.Client(version);

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        await door.EndAsync(1);
        Assert.Equal(0, door.Pool.Idle);
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
}
