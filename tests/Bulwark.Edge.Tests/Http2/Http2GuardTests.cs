using System.Net.Security;
using Bulwark.Testing;
using static Bulwark.Testing.Http2Frames;

namespace Bulwark.Edge.Tests.Http2;

public sealed class Http2GuardTests
{
    private const int Many = 3_000;
    private const uint EnhanceYourCalm = 0xB;

    private static readonly (string, string)[] Get = [(":method", "GET"), (":scheme", "https"), (":path", "/none"), (":authority", "localhost")];
    private static readonly byte[] Nothing = [];

    public static TheoryData<string> Floods => 
    [
        "rapid-reset", "made-you-reset", "ping", "ping-answers", "settings", "empty-data",
        "empty-continuation", "continuation", "long-continuation", "priority", "window-update", "extension",
    ];

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Ends_a_connection_that_floods(string flood)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var client = await ConnectAsync(edge);
        var goAway = ReadGoAwayAsync(client.Stream);

        await SendAsync(client.Stream, Enumerable.Range(0, Many).Select(i => Frames(flood, i)), goAway);

        // Some never get as far as to be too many: the server itself finds the first one wrong, or the block too long.
        var code = await goAway;
        Assert.True(flood is "made-you-reset" or "long-continuation" ? code is not null : code == EnhanceYourCalm, $"{code}");
        Assert.True(await IsServedAsync(edge));
    }

    [Fact]
    public async Task Leaves_an_honest_client_alone()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var client = await ConnectAsync(edge);
        var block = Block(Get);

        // A busy quarter of a second: requests, each with a small window update, a change of mind now and then, and some pings.
        for (var stream = 1; stream < 401; stream += 2)
        {
            await client.Stream.WriteAsync(Frame(Http2Frames.Headers, EndStream | EndHeaders, stream, block), Deadline.Token());
            await client.Stream.WriteAsync(Frame(WindowUpdate, 0, 0, [0, 0, 0, 100]), Deadline.Token());
            if (stream % 10 == 1)
                await client.Stream.WriteAsync(Frame(RstStream, 0, stream, [0, 0, 0, 8]), Deadline.Token());
            if (stream % 20 == 1)
                await client.Stream.WriteAsync(Frame(Ping, 0, 0, new byte[8]), Deadline.Token());
            if (stream % 10 != 1)
                Assert.True(await IsAnsweredAsync(client.Stream, stream));
        }
    }

    [Fact]
    public async Task Tells_of_a_flood_once_however_many_connections_join_it()
    {
        var logs = new RecordingLoggerFactory();
        await using var edge = await EdgeFixture.StartAsync(loggerFactory: logs);
        for (var i = 0; i < 5; i++)
        {
            await using var client = await ConnectAsync(edge);
            var goAway = ReadGoAwayAsync(client.Stream);
            await SendAsync(client.Stream, Enumerable.Range(0, Many).Select(_ => Frames("ping", 0)), goAway);
            Assert.Equal(EnhanceYourCalm, await goAway);
        }

        var line = Assert.Single(logs.Records, record => record.EventId == 510);
        Assert.Matches(@"^HTTP/2 connection of 127\.0\.0\.1:\d+ ended: too much of Pings; 1 such connections since the last report$", line.Message);
    }

    private static byte[] Frames(string flood, int i) => flood switch
    {
        "rapid-reset" => [.. Frame(Http2Frames.Headers, EndStream | EndHeaders, (2 * i) + 1, Block(Get)), .. Frame(RstStream, 0, (2 * i) + 1, [0, 0, 0, 8])],
        "made-you-reset" => [.. Frame(Http2Frames.Headers, EndStream | EndHeaders, (2 * i) + 1, Block(Get)), .. Frame(WindowUpdate, 0, (2 * i) + 1, [0, 0, 0, 0])],
        "ping" => Frame(Ping, 0, 0, new byte[8]),
        "ping-answers" => Frame(Ping, 1, 0, new byte[8]),
        "settings" => Frame(Settings, 0, 0, Nothing),
        "empty-data" => i == 0 ? Frame(Http2Frames.Headers, EndHeaders, 1, Block([(":method", "POST"), .. Get[1..]])) : Frame(Data, 0, 1, Nothing),
        "empty-continuation" => i == 0 ? Frame(Http2Frames.Headers, EndStream, 1, Block(Get)) : Frame(Continuation, 0, 1, Nothing),
        "continuation" => i == 0 ? Frame(Http2Frames.Headers, EndStream, 1, Block(Get)) : Frame(Continuation, 0, 1, Block(($"x-{i}", "y"))),
        "long-continuation" => i == 0 ? Frame(Http2Frames.Headers, EndStream, 1, Block(Get)) : Frame(Continuation, 0, 1, Block(("x", new string('y', 16_000)))),
        "priority" => Frame(Priority, 0, (2 * (i % 100)) + 1, [0, 0, 0, 0, 16]),
        "window-update" => Frame(WindowUpdate, 0, 0, [0, 0, 0, 1]),
        "extension" => Frame(0x42, 0, 0, new byte[8]),
        _ => throw new ArgumentOutOfRangeException(nameof(flood)),
    };

    private static async Task SendAsync(Stream stream, IEnumerable<byte[]> frames, Task until)
    {
        try
        {
            foreach (var batch in frames.Chunk(25))
            {
                if (until.IsCompleted)
                    break;
                await stream.WriteAsync(batch.SelectMany(frame => frame).ToArray(), Deadline.Token());
                await Task.Yield();
            }
        }
        catch (IOException)
        {
            // The edge has hung up.
        }
    }

    private static async Task<bool> IsAnsweredAsync(Stream stream, int id)
    {
        while (await ReadFrameAsync(stream) is { } frame)
        {
            if (frame.Type == GoAway)
                return false;
            if (frame.Type == Http2Frames.Headers && frame.Stream == id)
                return true;
        }

        return false;
    }

    private static async Task<RawTlsClient> ConnectAsync(EdgeFixture edge)
    {
        var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));
        await client.Stream.WriteAsync(Preface, Deadline.Token());
        return client;
    }

    private static async Task<bool> IsServedAsync(EdgeFixture edge)
    {
        await using var client = await ConnectAsync(edge);
        await client.Stream.WriteAsync(Request(Get), Deadline.Token());
        return await ReadStatusAsync(client.Stream) == 302;
    }
}
