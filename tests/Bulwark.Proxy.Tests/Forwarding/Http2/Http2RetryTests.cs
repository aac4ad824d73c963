using System.Net;
using Bulwark.Proxy.Forwarding;
using Bulwark.Testing;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Tests.Forwarding.Http2;

/// <summary>What is sent again, and what never is.</summary>
public sealed class Http2RetryTests
{
    private const string Path = "/_matrix/client/versions?a=%2F";

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task What_a_leaving_target_has_not_looked_at_is_sent_on_another_connection(string method)
    {
        var both = new TaskCompletionSource();
        await using var target = new StreamTarget(async connection =>
        {
            if (connection.Number > 1)
            {
                await connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "second")]);
                return;
            }

            var first = (await connection.NextAsync())!;
            both.SetResult();
            Assert.Equal(3, (await connection.NextAsync())!.Stream);
            await connection.SendAsync(Answers.GoAway(1));
            await Task.Delay(50);
            await connection.AnswerAsync(first, "first");
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        var first = client.GetStringAsync(Path, Deadline.Token());
        await both.Task.WaitAsync(Deadline.Token());
        using var request = new HttpRequestMessage(new HttpMethod(method), Path);
        using var second = await client.SendAsync(request, Deadline.Token());

        Assert.Equal("second", await second.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.Equal("first", await first);
        Assert.Equal(2, target.Connections.Count);

        // With its last answer the connection is of no use to anybody.
        await Deadline.UntilAsync(() => target.Connections[0].HasEnded);
        Assert.Equal(1, door.Streams.Count);
    }

    [Theory]
    [InlineData("GET", 7, true)]
    [InlineData("POST", 7, true)]
    [InlineData("GET", 2, false)]
    [InlineData("POST", 8, false)]
    public async Task Only_a_stream_that_the_target_refused_is_opened_again(string method, byte code, bool isRepeated)
    {
        await using var target = new StreamTarget(async connection =>
        {
            await connection.SendAsync(Answers.Reset((await connection.NextAsync())!.Stream, code));
            await connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "again")]);
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var request = new HttpRequestMessage(new HttpMethod(method), Path);
        using var response = await client.SendAsync(request, Deadline.Token());

        Assert.Equal(isRepeated ? HttpStatusCode.OK : HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Fact]
    public async Task A_target_that_refuses_for_ever_is_a_502()
    {
        await using var target = new StreamTarget(connection => connection.AnswerAllAsync(id => [Answers.Reset(id, 7)]));
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal([ForwardFault.NotConnected], door.Faults);
    }

    [Fact]
    public async Task A_target_that_leaves_as_soon_as_it_is_there_is_asked_a_few_times_only()
    {
        await using var target = new StreamTarget(connection => connection.SendAsync(Answers.GoAway(0)));
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal([ForwardFault.NotConnected], door.Faults);
        Assert.InRange(target.Connections.Count, 1, 20);
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("OPTIONS", true)]
    [InlineData("PUT", false)]
    [InlineData("DELETE", false)]
    [InlineData("POST", false)]
    [InlineData("PATCH", false)]
    public async Task A_request_whose_connection_is_lost_is_sent_again_if_it_may(string method, bool isRepeated)
    {
        await using var target = new StreamTarget(async connection =>
        {
            var request = (await connection.NextAsync())!;
            if (connection.Number == 1)
                connection.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Both);
            else
                await connection.AnswerAsync(request, "again");
        });
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var request = new HttpRequestMessage(new HttpMethod(method), Path);
        using var response = await client.SendAsync(request, Deadline.Token());

        Assert.Equal(isRepeated ? HttpStatusCode.OK : HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(isRepeated ? 2 : 1, target.Connections.Count);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_target_that_lets_nobody_in_has_been_sent_nothing(string method)
    {
        await using var target = new StreamTarget(_ => Task.CompletedTask) { Settings = [] };
        target.Close();
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var request = new HttpRequestMessage(new HttpMethod(method), Path);
        using var response = await client.SendAsync(request, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(ForwarderError.Request, Assert.Single(await door.EndAsync(1)));
    }

    [Fact]
    public async Task Sends_no_request_before_the_target_has_let_it_in()
    {
        StreamTarget.Request? request = null;
        await using var target = new StreamTarget(async connection =>
        {
            connection.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            request = await connection.NextAsync();
        }) { Settings = [] };
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var response = await client.PostAsync(Path, content: null, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        await Deadline.UntilAsync(() => target.Connections[0].HasEnded);
        Assert.Null(request);
    }

    [Fact]
    public async Task A_target_that_takes_no_streams_is_a_502()
    {
        await using var target = new StreamTarget(_ => Task.CompletedTask) { Settings = StreamTarget.Setting(3, 0) };
        await using var door = await target.StartDoorAsync();
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }
}
