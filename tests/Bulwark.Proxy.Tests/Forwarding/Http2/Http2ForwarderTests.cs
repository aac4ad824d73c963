using System.Net;
using System.Text;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Forwarding.Http2;
using Bulwark.Proxy.Tests.Forwarding.Http1;
using Bulwark.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Tests.Forwarding.Http2;

public sealed class Http2ForwarderTests
{
    private const string Path = "/_matrix/client/versions?a=%2F";

    /// <summary>Answers of which each says "hello", in all the ways in which frames may come.</summary>
    private static readonly Dictionary<string, Func<int, byte[][]>> Good = new(StringComparer.Ordinal)
    {
        ["a head and its body"] = id => [Answers.Head(id), Answers.Data(id, "hello")],
        ["a length"] = id => [Answers.Head(id, ("content-length", "5")), Answers.Data(id, "hello")],
        ["the same length twice"] = id => [Answers.Head(id, ("content-length", "5"), ("content-length", "5")), Answers.Data(id, "hello")],
        ["parts"] = id => [Answers.Head(id), Answers.Data(id, "he", isEnd: false), Answers.Data(id, "", isEnd: false), Answers.Data(id, "llo", isEnd: false), Answers.Data(id, "")],
        ["padding"] = id =>
        [
            Answers.Block(id, 0x8 | Http2Frames.EndHeaders, [3, 0x88, 0, 0, 0]),
            Http2Frames.Frame(Http2Frames.Data, 0x8 | Http2Frames.EndStream, id, [4, .. "hello"u8, 0, 0, 0, 0]),
        ],
        ["a priority"] = id => [Answers.Block(id, 0x20 | Http2Frames.EndHeaders, [0, 0, 0, 0, 16, 0x88]), Answers.Data(id, "hello")],
        ["a head in three parts"] = id =>
        [
            Answers.Block(id, 0, [0x88, 0x5F]), Http2Frames.Frame(Http2Frames.Continuation, 0, id, [1]),
            Http2Frames.Frame(Http2Frames.Continuation, Http2Frames.EndHeaders, id, [(byte)'x']), Answers.Data(id, "hello"),
        ],
        ["early hints"] = id =>
        [
            Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndHeaders, id, Http2Frames.Block((":status", "103"), ("link", "</a>"))),
            Answers.Block(id, Http2Frames.EndHeaders, [0x48, 3, .. "100"u8]), Answers.Head(id), Answers.Data(id, "hello"),
        ],
        ["trailers"] = id => [Answers.Head(id), Answers.Data(id, "hello", isEnd: false), Answers.Only(id, ("x-trailer", "y"))],
        ["frames in between"] = id =>
        [
            Http2Frames.Frame(Http2Frames.Ping, 0, 0, new byte[8]), Http2Frames.Frame(0x77, 0xFF, id, [1, 2]), Answers.Head(id),
            Http2Frames.Frame(Http2Frames.WindowUpdate, 0, 0, [0, 0, 0, 1]), Http2Frames.Frame(Http2Frames.Priority, 0, id, [0, 0, 0, 0, 1]),
            StreamTarget.Setting(0x99, 7), Answers.Data(id, "hello"),
        ],
        ["a smaller table"] = id => [Answers.Block(id, Http2Frames.EndHeaders, [0x20, 0x3F, 0xE1, 0x1F, 0x88]), Answers.Data(id, "hello")],
        ["Huffman, remembered and named again"] = id =>
        [
            // :status 200, cache-control: private and remembered (RFC 7541, C.6.1), and the same by its index.
            Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x58, 0x85, 0xAE, 0xC3, 0x77, 0x1A, 0x4B, 0xBE]), Answers.Data(id, "hello"),
        ],
    };

    /// <summary>What ends a stream and no other one.</summary>
    private static readonly Dictionary<string, Func<int, byte[][]>> Bad = new(StringComparer.Ordinal)
    {
        ["no status"] = id => [Answers.Only(id, ("content-length", "0"))],
        ["two statuses"] = id => [Answers.Only(id, (":status", "200"), (":status", "200"))],
        ["a status after a header"] = id => [Answers.Only(id, ("a", "b"), (":status", "200"))],
        ["a status of two digits"] = id => [Answers.Only(id, (":status", "20"))],
        ["a status with a letter"] = id => [Answers.Only(id, (":status", "2o0"))],
        ["another protocol"] = id => [Answers.Only(id, (":status", "101"))],
        ["hints and no answer"] = id => [Answers.Only(id, (":status", "103"))],
        ["another pseudo-header"] = id => [Answers.Only(id, (":status", "200"), (":path", "/"))],
        ["upper case"] = id => [Answers.Only(id, (":status", "200"), ("Set-Cookie", "forged"))],
        ["no name"] = id => [Answers.Only(id, (":status", "200"), ("", "forged"))],
        ["a name with a space"] = id => [Answers.Only(id, (":status", "200"), ("set-cookie ", "forged"))],
        ["a line end"] = id => [Answers.Only(id, (":status", "200"), ("a", "b\r\nset-cookie: forged"))],
        ["a zero byte"] = id => [Answers.Only(id, (":status", "200"), ("a", "b\0"))],
        ["the connection's header"] = id => [Answers.Only(id, (":status", "200"), ("connection", "close"))],
        ["a coding"] = id => [Answers.Only(id, (":status", "200"), ("transfer-encoding", "chunked"))],
        ["two lengths"] = id => [Answers.Head(id, ("content-length", "5"), ("content-length", "6")), Answers.Data(id, "hello")],
        ["a length that is none"] = id => [Answers.Head(id, ("content-length", "+5")), Answers.Data(id, "hello")],
        ["too short at once"] = id => [Answers.Only(id, (":status", "200"), ("content-length", "5"))],
        ["a body before its head"] = id => [Answers.Data(id, "hello")],
        ["a reset"] = id => [Answers.Reset(id, 2)],
        ["too many headers"] = id => [Answers.Only(id, [(":status", "200"), .. Enumerable.Range(0, 201).Select(_ => ("a", "b"))])],
    };

    /// <summary>What ends a connection, and the code that the target is told.</summary>
    private static readonly Dictionary<string, (uint Code, Func<int, byte[][]> Frames)> Wrong = new(StringComparer.Ordinal)
    {
        ["a frame that is too long"] = (6, id => [Http2Frames.Frame(Http2Frames.Data, 0, id, new byte[16_385])]),
        ["settings that are cut off"] = (6, _ => [Http2Frames.Frame(Http2Frames.Settings, 0, 0, new byte[5])]),
        ["settings that answer and say something"] = (6, _ => [Http2Frames.Frame(Http2Frames.Settings, 1, 0, new byte[6])]),
        ["a ping of seven bytes"] = (6, _ => [Http2Frames.Frame(Http2Frames.Ping, 0, 0, new byte[7])]),
        ["a reset of three bytes"] = (6, id => [Http2Frames.Frame(Http2Frames.RstStream, 0, id, new byte[3])]),
        ["a goodbye that is cut off"] = (6, _ => [Http2Frames.Frame(Http2Frames.GoAway, 0, 0, new byte[7])]),
        ["settings for a stream"] = (1, id => [Http2Frames.Frame(Http2Frames.Settings, 0, id, [])]),
        ["a ping for a stream"] = (1, id => [Http2Frames.Frame(Http2Frames.Ping, 0, id, new byte[8])]),
        ["a goodbye for a stream"] = (1, id => [Http2Frames.Frame(Http2Frames.GoAway, 0, id, new byte[8])]),
        ["more padding than body"] = (1, id => [Answers.Head(id), Http2Frames.Frame(Http2Frames.Data, 0x8, id, [5, 1, 2])]),
        ["padding without its length"] = (1, id => [Http2Frames.Frame(Http2Frames.Headers, 0x8 | Http2Frames.EndHeaders, id, [])]),
        ["priority that is cut off"] = (1, id => [Answers.Block(id, 0x20 | Http2Frames.EndHeaders, [0, 0, 0, 0])]),
        ["an interrupted block"] = (1, id => [Answers.Block(id, 0, [0x88]), Answers.Data(id, "hello")]),
        ["a block that goes on elsewhere"] = (1, id => [Answers.Block(id, 0, [0x88]), Http2Frames.Frame(Http2Frames.Continuation, Http2Frames.EndHeaders, id + 2, [])]),
        ["a block that has not begun"] = (1, id => [Http2Frames.Frame(Http2Frames.Continuation, Http2Frames.EndHeaders, id, [0x88])]),
        ["a block without an end"] = (11, id => [Answers.Block(id, 0, [0x88]), .. Enumerable.Repeat(Http2Frames.Frame(Http2Frames.Continuation, 0, id, new byte[16_000]), 9)]),
        ["a push"] = (1, id => [Http2Frames.Frame(5, Http2Frames.EndHeaders, id, [0, 0, 0, 2, 0x82])]),
        ["a stream of its own"] = (1, _ => [Answers.Head(2)]),
        ["a stream that is not there yet"] = (1, id => [Answers.Head(id + 2)]),
        ["a body for no stream"] = (1, _ => [Answers.Data(0, "hello")]),
        ["a window that grows by nothing"] = (1, _ => [Http2Frames.Frame(Http2Frames.WindowUpdate, 0, 0, new byte[4])]),
        ["settings that ask to push"] = (1, _ => [StreamTarget.Setting(2, 1)]),
        ["frames that are too short"] = (1, _ => [StreamTarget.Setting(5, 16_383)]),
        ["a window that is too large"] = (3, _ => [StreamTarget.Setting(4, 0x8000_0000)]),
        ["frames that say nothing"] = (11, _ => [.. Enumerable.Repeat(Http2Frames.Frame(0x77, 0, 0, []), 10_001)]),
        ["a field that is not there"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0xBE])]),
        ["field zero"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x80])]),
        ["a table that is too large"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x3F, 0xE2, 0x1F, 0x88])]),
        ["a table that changes later"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x20])]),
        ["a string that is cut off"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x0F, 0x0D, 9, (byte)'1'])]),
        ["a number without an end"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01])]),
        ["Huffman with zeros behind it"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x00, 0x81, 0x18, 0x00])]),
        ["Huffman with a byte of ones behind it"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x00, 0x82, 0x1F, 0xFF, 0x00])]),
        ["Huffman with an end in it"] = (9, id => [Answers.Block(id, Http2Frames.EndHeaders, [0x88, 0x00, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x00])]),
    };

    public static TheoryData<string> GoodAnswers => [.. Good.Keys];

    public static TheoryData<string> BadAnswers => [.. Bad.Keys];

    public static TheoryData<string> WrongFrames => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(GoodAnswers))]
    public async Task Brings_back_every_answer_on_one_connection_however_its_frames_come(string way)
    {
        await using var target = new StreamTarget(connection => connection.AnswerAllAsync(Good[way]));
        await using var door = await StartAsync(target);
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
        await using var door = await StartAsync(target);
        using var client = door.Client();

        Assert.Equal("hello", await client.GetStringAsync(Path, Deadline.Token()));
    }

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task What_is_no_answer_is_a_502_and_ends_its_stream_alone(string way)
    {
        await using var target = new StreamTarget(async connection =>
        {
            await connection.SendAsync(Bad[way]((await connection.NextAsync())!.Stream));
            await connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "well")]);
        });
        await using var door = await StartAsync(target);
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Contains(Assert.Single(await door.EndAsync(1)), (ForwarderError[])[ForwarderError.Request, ForwarderError.ResponseBodyDestination]);
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
                await connection.SendAsync(Wrong[way].Frames((await connection.NextAsync())!.Stream));
            else
                await connection.AnswerAllAsync(id => [Answers.Head(id), Answers.Data(id, "well")]);
        });
        await using var door = await StartAsync(target);
        using var client = door.Client();

        // Where the head has come before what is wrong, the answer is cut off in place of a 502.
        var status = await client.GetAsync(Path, Deadline.Token()).ContinueWith(asking => asking.IsFaulted ? HttpStatusCode.BadGateway : asking.Result.StatusCode, TaskScheduler.Default);

        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.NotEqual(ForwarderError.None, Assert.Single(await door.EndAsync(1)));
        await Deadline.UntilAsync(() => target.Connections[0].HasEnded);
        Assert.Equal(Wrong[way].Code, target.Connections[0].Goodbye);
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
        await using var door = await StartAsync(target, HttpProtocols.Http2);
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
        await using var door = await StartAsync(target);
        using var client = door.Client();

        using var request = new HttpRequestMessage(new HttpMethod(method), Path);
        using var response = await client.SendAsync(request, Deadline.Token());

        Assert.Equal(status, $"{(int)response.StatusCode}");
        Assert.Equal("\"a\"", response.Headers.ETag!.ToString());
        Assert.Equal(status == "204" ? 0 : 7, response.Content.Headers.ContentLength);
        Assert.Equal(ForwarderError.None, Assert.Single(await door.EndAsync(1)));
    }

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
        await using var door = await StartAsync(target);
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
        await using var door = await StartAsync(target);
        using var client = door.Client();

        using var request = new HttpRequestMessage(new HttpMethod(method), Path);
        using var response = await client.SendAsync(request, Deadline.Token());

        Assert.Equal(isRepeated ? HttpStatusCode.OK : HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Fact]
    public async Task A_target_that_refuses_for_ever_is_a_502()
    {
        await using var target = new StreamTarget(connection => connection.AnswerAllAsync(id => [Answers.Reset(id, 7)]));
        await using var door = await StartAsync(target);
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", true)]
    [InlineData("DELETE", true)]
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
        await using var door = await StartAsync(target);
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
        await using var door = await StartAsync(target);
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
        await using var door = await StartAsync(target);
        using var client = door.Client();

        using var response = await client.PostAsync(Path, content: null, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        await Deadline.UntilAsync(() => target.Connections[0].HasEnded);
        Assert.Null(request);
    }

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
            while (!serving.IsCompleted && sent < 64 * Window)
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
        await using var door = await StartAsync(target);
        using var client = door.Client();

        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, Deadline.Token());
        await isFull.Task.WaitAsync(Deadline.Token());
        var granted = target.Connections[0].Granted(slow!.Stream);
        Assert.Equal("well", await client.GetStringAsync(Path, Deadline.Token()));
        Assert.InRange(granted, 0, 16 * Window);

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
        await using var door = await StartAsync(target);
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
        await using var door = await StartAsync(target);
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
        await using var door = await StartAsync(target, patience: TimeSpan.FromMilliseconds(700));
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
        await using var door = await StartAsync(target);
        using var client = door.Client();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.GetStringAsync(Path, Deadline.Token())));

        Assert.All(answers, answer => Assert.Equal("well", answer));
        Assert.Equal(3, target.Connections.Count);
    }

    [Fact]
    public async Task A_target_that_takes_no_streams_is_a_502()
    {
        await using var target = new StreamTarget(_ => Task.CompletedTask) { Settings = StreamTarget.Setting(3, 0) };
        await using var door = await StartAsync(target);
        using var client = door.Client();

        using var response = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    [Fact]
    public async Task Sends_the_request_as_it_is_except_what_belongs_to_the_connection()
    {
        StreamTarget.Request? request = null;
        await using var target = new StreamTarget(async connection =>
        {
            request = await connection.NextAsync();
            await connection.AnswerAsync(request!);
        });
        await using var door = await StartAsync(target);

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
        await using var door = await StartAsync(target);
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
        await using var door = await StartAsync(target);
        using var client = door.Client();
        using var large = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { { "x", new string('a', 1000) } } };

        using var response = await client.SendAsync(large, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("well", await client.GetStringAsync(Path, Deadline.Token()));
    }

    [Fact]
    public async Task Trailers_reach_a_client_that_can_get_any()
    {
        await using var target = new StreamTarget(connection => connection.AnswerAllAsync(
            id => [Answers.Head(id), Answers.Data(id, "hello", isEnd: false), Answers.Only(id, ("x-sum", "1"), ("set-cookie", "forged"))]));
        await using var door = await StartAsync(target, HttpProtocols.Http2);
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
        await using var door = await StartAsync(target);
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
        await using var door = await StartAsync(target);
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
        await using var door = await StartAsync(target, version == 2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
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
        await using var door = await StartAsync(target);
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
        await using var door = await StartAsync(target);
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
        await using var door = await StartAsync(target, lifetime: TimeSpan.FromMinutes(5));
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
        await using var door = await StartAsync(target);
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

    private static Task<Door> StartAsync(StreamTarget target, HttpProtocols protocols = HttpProtocols.Http1, TimeSpan? patience = null, TimeSpan? lifetime = null) => Door.StartAsync(
        new ForwardTarget("target", new SocketsHttpHandler(), new ForwarderRequestConfig { ActivityTimeout = patience ?? TimeSpan.FromSeconds(60) })
        {
            Streams = new Http2Pool(target.ConnectAsync, lifetime ?? Timeout.InfiniteTimeSpan),
        },
        protocols);
}
