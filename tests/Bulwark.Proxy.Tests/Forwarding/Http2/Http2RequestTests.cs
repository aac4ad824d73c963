using System.Net;
using Bulwark.Testing;

namespace Bulwark.Proxy.Tests.Forwarding.Http2;

/// <summary>What the target is sent.</summary>
public sealed class Http2RequestTests
{
    private const string Path = "/_matrix/client/versions?a=%2F";

    [Fact]
    public async Task Sends_the_request_as_it_is_except_what_belongs_to_the_connection()
    {
        StreamTarget.Request? request = null;
        await using var target = new StreamTarget(async connection =>
        {
            request = await connection.NextAsync();
            await connection.AnswerAsync(request!);
        });
        await using var door = await target.StartDoorAsync();

        await door.SendAsync(
            $"PUT {Path} HTTP/1.1\r\nHost: chat.example\r\nX-Custom: \u00c3\u00a4\r\nUser-Agent: a b\r\nAuthorization: Bearer c\r\nCookie: d=1\r\nCookie: e=2\r\n"
            + "Keep-Alive: 5\r\nProxy-Connection: x\r\nExpect: 100-continue\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        // As RFC 7541 writes it: an index for the name where there is one, then each text with its length.
        Assert.Equal(
            "\x02\x03PUT\x86\x01\x0c" + "chat.example" + "\x04" + (char)Path.Length + Path
            + "\x0f\x2b\x03" + "a b" + "\x1f\x08\x08" + "Bearer c" + "\x1f\x11\x08" + "d=1; e=2" + "\x00\x08x-custom\x02\u00c3\u00a4" + "\x0f\x0d\x01" + "0",
            request!.Headers);
    }

    [Fact]
    public async Task Headers_that_fill_more_than_a_frame_go_on_in_the_next()
    {
        StreamTarget.Request? request = null;
        await using var target = new StreamTarget(async connection =>
        {
            request = await connection.NextAsync();
            await connection.AnswerAsync(request!);
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();
        client.DefaultRequestHeaders.Add("x-first", new string('a', 12_000));
        client.DefaultRequestHeaders.Add("x-second", new string('b', 12_000));

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, request!.Frames);
        Assert.Contains(new string('a', 12_000), request.Headers, StringComparison.Ordinal);
        Assert.Contains(new string('b', 12_000), request.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_headers_than_the_target_takes_are_not_sent()
    {
        await using var target = new StreamTarget(connection => connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "well")])) { Settings = StreamTarget.Setting(6, 1000) };
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();
        using var large = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { { "x", new string('a', 1000) } } };

        using var response = await client.SendAsync(large, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("well", await client.GetStringAsync(Path, Deadline.Token()));
    }
}
