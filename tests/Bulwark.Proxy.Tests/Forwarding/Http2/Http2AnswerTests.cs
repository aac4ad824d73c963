using System.Net;
using System.Text;
using Bulwark.Proxy.Forwarding.Http2;
using Bulwark.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Tests.Forwarding.Http2;

/// <summary>Answers as frames: what brings one, what ends a stream, what ends the connection.</summary>
public sealed class Http2AnswerTests
{
    private const string Path = "/_matrix/client/versions?a=%2F";

    public static TheoryData<string> GoodAnswers => [.. AnswerCases.Good.Keys];

    public static TheoryData<string> BadAnswers => [.. AnswerCases.Bad.Keys];

    public static TheoryData<string> WrongFrames => [.. AnswerCases.Wrong.Keys];

    [Theory]
    [MemberData(nameof(GoodAnswers))]
    public async Task Brings_back_every_answer_on_one_connection_however_its_frames_come(string way)
    {
        await using var target = new StreamTarget(connection => connection.AnswerAllAsync(AnswerCases.Good[way]));
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        Assert.Equal("hello", await client.GetStringAsync(Path, Deadline.Token()));
        Assert.Equal("hello", await client.GetStringAsync(Path, Deadline.Token()));

        Assert.All(await door.EndAsync(2), error => Assert.Equal(ForwarderError.None, error));
        Assert.Single(target.Connections);
        Assert.Empty(target.Connections[0].Resets);
    }

    [Fact]
    public async Task Frames_may_come_byte_by_byte()
    {
        await using var target = new StreamTarget(async connection =>
        {
            var request = (await connection.NextAsync())!;
            foreach (var part in (byte[])[.. Answers.Head(request.Stream, ("x-a", "b")), .. Answers.Data(request.Stream, "hello")])
            {
                await connection.SendAsync([part]);
                await Task.Yield();
            }
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        Assert.Equal("hello", await client.GetStringAsync(Path, Deadline.Token()));
    }

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task What_is_no_answer_is_a_502_and_ends_its_stream_alone(string way)
    {
        await using var target = new StreamTarget(async connection =>
        {
            await connection.SendAsync(AnswerCases.Bad[way]((await connection.NextAsync())!.Stream));
            await connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "well")]);
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Contains(Assert.Single(await door.EndAsync(1)), (ForwarderError[])[ForwarderError.Request, ForwarderError.ResponseHeaders, ForwarderError.ResponseBodyDestination]);
        Assert.Equal("well", await client.GetStringAsync(Path, Deadline.Token()));
        Assert.Single(target.Connections);
    }

    [Theory]
    [MemberData(nameof(WrongFrames))]
    public async Task What_is_not_the_protocol_ends_the_connection_with_a_reason(string way)
    {
        await using var target = new StreamTarget(async connection =>
        {
            if (connection.Number == 1)
                await connection.SendAsync(AnswerCases.Wrong[way].Frames((await connection.NextAsync())!.Stream));
            else
                await connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "well")]);
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        // Where the head has come before what is wrong, the answer is cut off in place of a 502.
        var status = await client.GetAsync(Path, Deadline.Token()).ContinueWith(asking => asking.IsFaulted ? HttpStatusCode.BadGateway : asking.Result.StatusCode, TaskScheduler.Default);

        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.NotEqual(ForwarderError.None, Assert.Single(await door.EndAsync(1)));
        await Deadline.UntilAsync(() => target.Connections[0].HasEnded);
        Assert.Equal(AnswerCases.Wrong[way].Code, target.Connections[0].Goodbye);
        Assert.Equal("well", await client.GetStringAsync(Path, Deadline.Token()));
        Assert.Equal(2, target.Connections.Count);
    }

    [Theory]
    [InlineData("more", "content-length", "5")]
    [InlineData("less", "content-length", "50")]
    [InlineData("reset", "x", "y")]
    [InlineData("trailers that are none", "x", "y")]
    public async Task Part_of_an_answer_is_not_taken_for_all_of_it(string way, string name, string value)
    {
        await using var target = new StreamTarget(async connection =>
        {
            var id = (await connection.NextAsync())!.Stream;
            await connection.SendAsync(Answers.Head(id, (name, value)), Answers.Data(id, "not all", isEnd: way == "less"));
            if (way == "reset")
                await connection.SendAsync(Answers.Reset(id, 8));
            else if (way != "less")
                await connection.SendAsync(Answers.Only(id, (":status", "200")));
            await connection.AnswerAllAsync(other => [Answers.Head(other), Answers.Data(other, "well")]);
        });
        await using var door = await target.StartDoorAsync(HttpProtocols.Http2);
        using var client = door.Client(2);

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
            response.EnsureSuccessStatusCode();
            await response.Content.ReadAsStringAsync(Deadline.Token());
        });

        Assert.Equal(ForwarderError.ResponseBodyDestination, Assert.Single(await door.EndAsync(1)));
        Assert.Equal("well", await client.GetStringAsync(Path, Deadline.Token()));
        Assert.Single(target.Connections);
    }

    [Theory]
    [InlineData("HEAD", "200")]
    [InlineData("GET", "204")]
    [InlineData("GET", "304")]
    public async Task Such_an_answer_has_no_body(string method, string status)
    {
        await using var target = new StreamTarget(connection => connection.AnswerAllAsync(id => [Answers.Only(id, (":status", status), ("content-length", "7"), ("etag", "\"a\""))]));
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var request = new HttpRequestMessage(new HttpMethod(method), Path);
        using var response = await client.SendAsync(request, Deadline.Token());

        Assert.Equal(status, $"{(int)response.StatusCode}");
        Assert.Equal("\"a\"", response.Headers.ETag!.ToString());
        Assert.Equal(status == "204" ? 0 : 7, response.Content.Headers.ContentLength);
        Assert.Equal(ForwarderError.None, Assert.Single(await door.EndAsync(1)));
    }

    [Fact]
    public async Task Trailers_reach_a_client_that_can_get_any()
    {
        await using var target = new StreamTarget(connection => connection.AnswerAllAsync(
            id => [Answers.Head(id), Answers.Data(id, "hello", isEnd: false), Answers.Only(id, ("x-sum", "1"), ("set-cookie", "forged"))]));
        await using var door = await target.StartDoorAsync(HttpProtocols.Http2);
        using var client = door.Client(2);

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal("1", Assert.Single(response.TrailingHeaders.GetValues("x-sum")));
        Assert.False(response.TrailingHeaders.Contains("set-cookie"));
    }

    [Fact]
    public async Task Parts_reach_the_client_as_they_come()
    {
        var go = new SemaphoreSlim(0);
        await using var target = new StreamTarget(async connection =>
        {
            var id = (await connection.NextAsync())!.Stream;
            await connection.SendAsync(Answers.Head(id, ("content-type", "text/event-stream")));
            foreach (var part in (byte[][])[Answers.Data(id, "one", isEnd: false), Answers.Data(id, "two", isEnd: false), Answers.Data(id, "")])
            {
                await go.WaitAsync(Deadline.Token());
                await connection.SendAsync(part);
            }
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
        await using var body = await response.Content.ReadAsStreamAsync(Deadline.Token());
        foreach (var part in (string[])["one", "two"])
        {
            go.Release();
            var bytes = new byte[3];
            await body.ReadExactlyAsync(bytes, Deadline.Token());
            Assert.Equal(part, Encoding.ASCII.GetString(bytes));
        }

        go.Release();
        Assert.Equal(0, await body.ReadAsync(new byte[1], Deadline.Token()));
    }

    [Fact]
    public async Task A_large_answer_is_the_same_at_the_other_end()
    {
        var bytes = Enumerable.Range(0, 5_000_000).Select(index => (char)(index * 31 % 251)).ToArray();
        await using var target = new StreamTarget(async connection =>
        {
            var id = (await connection.NextAsync())!.Stream;
            _ = connection.NextAsync();
            await connection.SendAsync(Answers.Head(id, ("content-length", "5000000")));
            for (var sent = 0; sent < bytes.Length;)
            {
                var part = Math.Min(16_000, bytes.Length - sent);
                await Deadline.UntilAsync(() => sent + part <= Http2Exchange.Window + connection.Granted(id));
                await connection.SendAsync(Answers.Data(id, new string(bytes, sent, part), isEnd: sent + part == bytes.Length));
                sent += part;
            }
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        var body = await client.GetByteArrayAsync(Path, Deadline.Token());

        Assert.Equal(bytes.Length, body.Length);
        Assert.True(body.AsSpan().SequenceEqual(Encoding.Latin1.GetBytes(bytes)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Gives_each_of_many_its_own_answer(int version)
    {
        await using var target = new StreamTarget(connection => connection.AnswerAllAsync(id => [Answers.Head(id, ("x-stream", $"{id}")), Answers.Data(id, $"stream {id}")]));
        await using var door = await target.StartDoorAsync(version == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        using var client = door.Client(version);

        var answers = new List<string>();
        for (var round = 0; round < 10; round++)
        {
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            {
                using var response = await client.GetAsync(Path, Deadline.Token());
                var body = await response.Content.ReadAsStringAsync(Deadline.Token());
                Assert.Equal(body, $"stream {response.Headers.GetValues("x-stream").Single()}");
                return body;
            })));
        }

        Assert.Equal(500, answers.Distinct(StringComparer.Ordinal).Count());
        Assert.Single(target.Connections);
    }
}
