using System.Net.Security;
using Bulwark.Proxy.Limits;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge.Tests.Limits;

/// <summary>Clients that ask for much and take it slowly, or not at all.</summary>
public sealed class SlowReaderTests
{
    private const int Large = 8 * 1024 * 1024;
    private const int SmallBuffer = 4 * 1024;
    private const string Path = "/_matrix/media/large";
    private static readonly byte[] Part = new byte[Large / 8];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_client_that_takes_nothing_of_its_answer_is_cut_off(int version)
    {
        await using var edge = await StartAsync();
        await using var homeserver = await StartBackendAsync(edge);
        await using var client = await AskAsync(edge, version);

        await Deadline.UntilAsync(() => Open(edge) == 0);

        // What had been on its way before the end.
        Assert.InRange(await client.CountToEndAsync(), 0, Large - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_client_that_takes_its_answer_in_drops_is_cut_off(int version)
    {
        await using var edge = await StartAsync(options => options.BytesPerSecond = 64 * 1024);
        await using var homeserver = await StartBackendAsync(edge);
        await using var client = await AskAsync(edge, version);
        var deadline = Deadline.Token();
        var taken = 0L;

        while (Open(edge) > 0)
        {
            taken += await client.TryReadAsync(new byte[32]);
            await Task.Delay(TimeSpan.FromMilliseconds(10), deadline);
        }

        Assert.InRange(taken, 1, Large - 1);
    }

    // Nor does it leave more on its way than others do: what lies between the homeserver and a client does not grow with how quick the client was.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_client_that_is_quick_and_then_takes_nothing_is_cut_off(int version)
    {
        const int Quick = 32 * 1024 * 1024;
        const int MostOnItsWay = 2 * 1024 * 1024; // three times what it is
        await using var edge = await StartAsync(options => options.SlowReadTimeout = Patience * 5);
        var given = 0L;
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            context.Response.ContentLength = Quick * 2;
            for (var i = 0; i < Quick * 2 / SmallBuffer; i++, given += SmallBuffer)
                await context.Response.Body.WriteAsync(Part.AsMemory(0, SmallBuffer), context.RequestAborted);
        });
        await using var client = await AskAsync(edge, version);
        var room = new byte[64 * 1024];
        var taken = 0L;
        while (taken < Quick)
        {
            var count = await client.TryReadAsync(room);
            Assert.True(count > 0, "the connection ended while it was quick");
            taken += count;
        }

        // Until it stands still; once the client is cut off the homeserver writes into the void.
        for (var before = -1L; before != Volatile.Read(ref given); await Task.Delay(Patience / 2, Deadline.Token()))
            before = Volatile.Read(ref given);
        var onItsWay = Volatile.Read(ref given) - taken;
        Assert.Equal(1, Open(edge));

        await Deadline.UntilAsync(() => Open(edge) == 0);

        Assert.InRange(onItsWay, 0, MostOnItsWay);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_client_that_takes_its_answer_quickly_enough_gets_all_of_it(int version)
    {
        // The client shares its threads with other tests: it may be late for a second without being slow.
        await using var edge = await StartAsync(options => options.SlowReadTimeout = Patience * 3);
        await using var homeserver = await StartBackendAsync(edge);
        using var client = edge.Client(version);
        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[Large / 64];
        var taken = 0L;

        // For longer than it may take nothing.
        for (int count; (count = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, Deadline.Token())) > 0; taken += count)
            await Task.Delay(Patience * 5 / 64, TestContext.Current.CancellationToken);

        Assert.Equal(Large, taken);
    }

    [Fact]
    public async Task An_answer_whose_window_stays_shut_ends_alone()
    {
        await using var edge = await StartAsync();
        await using var homeserver = await StartBackendAsync(edge);
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));
        await client.Stream.WriteAsync(
            (byte[])[.. Http2Frames.Preface, .. Http2Frames.Frame(Http2Frames.WindowUpdate, 0, 0, [0x0F, 0xFF, 0xFF, 0xFF]), .. Get(1, Path)], Deadline.Token());

        Assert.True(await ReadUntilAsync(client, frame => frame is { Type: Http2Frames.RstStream, Stream: 1 }), "the connection ended instead");
        await client.Stream.WriteAsync(Get(3, "/_matrix/client/versions"), Deadline.Token());
        Assert.True(await ReadUntilAsync(client, frame => frame is { Type: Http2Frames.Headers, Stream: 3 }), "the connection ended");
    }

    // Small answers, which the server takes at once: of a tier, and our own to what is no good request.
    [Theory]
    [InlineData("x-any")]
    [InlineData("transfer-encoding")]
    public async Task A_connection_on_which_the_window_of_a_small_answer_stays_shut_ends(string header)
    {
        await using var edge = await StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(context => context.Response.WriteAsync("small", context.RequestAborted));
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));
        await client.Stream.WriteAsync((byte[])[.. Http2Frames.Preface, .. NoWindow, .. Get(1, "/_matrix/client/versions", (header, "chunked"))], Deadline.Token());
        var deadline = Deadline.Token();

        // It does not fall silent.
        for (; Open(edge) > 0; await Task.Delay(Patience / 4, deadline))
            await TryWriteAsync(client, Http2Frames.Frame(Http2Frames.Ping, 0, 0, new byte[8]));
    }

    // Taken, or reset by the client: neither waits for it any more.
    [Theory]
    [InlineData(Http2Frames.WindowUpdate, 5)]
    [InlineData(Http2Frames.RstStream, 8)]
    public async Task An_answer_that_the_client_has_taken_or_reset_is_no_slow_one(byte type, byte value)
    {
        await using var edge = await StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(context => context.Response.WriteAsync("small", context.RequestAborted));
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));
        await client.Stream.WriteAsync((byte[])[.. Http2Frames.Preface, .. NoWindow, .. Get(1, "/_matrix/client/versions")], Deadline.Token());
        Assert.True(await ReadUntilAsync(client, frame => frame is { Type: Http2Frames.Headers, Stream: 1 }), "the connection ended");

        await client.Stream.WriteAsync(Http2Frames.Frame(type, 0, 1, [0, 0, 0, value]), Deadline.Token());

        await Task.Delay(Patience * 3, Deadline.Token());
        await client.Stream.WriteAsync((byte[])[.. Get(3, "/_matrix/client/versions"), .. Http2Frames.Frame(Http2Frames.WindowUpdate, 0, 3, [0, 0, 0, 5])], Deadline.Token());
        Assert.True(await ReadUntilAsync(client, frame => frame is { Type: Http2Frames.Data, Stream: 3 }), "the connection ended");
    }

    // Each of them waits for the others, and none for a window: the line is slow, not the client.
    [Fact]
    public async Task Many_small_answers_on_a_slow_line_all_arrive()
    {
        const int Answers = 60;
        const int Length = 15_000;
        await using var edge = await StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            context.Response.ContentLength = Length;
            await context.Response.Body.WriteAsync(new byte[Length], context.RequestAborted);
        });
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2), SmallBuffer);
        await client.Stream.WriteAsync(
            (byte[])
            [
                .. Http2Frames.Preface,
                .. Http2Frames.Frame(Http2Frames.WindowUpdate, 0, 0, [0x0F, 0xFF, 0xFF, 0xFF]),
                .. Enumerable.Range(0, Answers).SelectMany(i => Get((i * 2) + 1, "/_matrix/media/small")),
            ],
            Deadline.Token());

        // For several times as long as one of them may wait.
        var (taken, ended) = (0, 0);
        while (ended < Answers && await Http2Frames.ReadFrameAsync(client.Stream) is { } frame)
        {
            Assert.NotEqual(Http2Frames.RstStream, frame.Type);
            if (frame.Type != Http2Frames.Data)
                continue;

            taken += frame.Payload.Length;
            ended += frame.Flags & Http2Frames.EndStream;
            await Task.Delay(Patience * 5 * frame.Payload.Length / (Answers * Length), Deadline.Token());
        }

        Assert.Equal(Answers * Length, taken);
    }

    // They share connections to the load balancer with everybody else, and are more than one of those takes.
    [Fact]
    public async Task Many_answers_that_nobody_takes_hold_up_nobody_else()
    {
        const int Streams = 99; // of 100 that the edge serves on a connection
        await using var edge = await StartAsync(options => options.SlowReadTimeout = TimeSpan.FromMinutes(5));
        await using var homeserver = await StartBackendAsync(edge);
        using var honest = edge.Client();
        await honest.GetStringAsync("/_matrix/client/versions", TestContext.Current.CancellationToken);
        var greedy = new List<RawTlsClient>();
        try
        {
            for (var i = 0; i < 11; i++)
                greedy.Add(await AskOftenAsync(edge, Streams));
            await Task.WhenAll(greedy.Select(client => ReadHeadsAsync(client, Streams)));

            for (var i = 0; i < 20; i++)
                await honest.GetStringAsync("/_matrix/client/versions", Deadline.Token(TimeSpan.FromSeconds(5)));
            Assert.Equal(12, Open(edge)); // all are still there
        }
        finally
        {
            foreach (var client in greedy)
                await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_held_answer_with_its_window_shut_is_no_slow_one()
    {
        await using var edge = await StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            await Task.Delay(Patience * 3, context.RequestAborted);
            await context.Response.WriteAsync("small", context.RequestAborted);
        });
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));
        await client.Stream.WriteAsync((byte[])[.. Http2Frames.Preface, .. NoWindow, .. Get(1, "/_matrix/client/v3/sync"), .. Get(3, "/_matrix/client/v3/sync")], Deadline.Token());

        Assert.True(await ReadUntilAsync(client, frame => frame is { Type: Http2Frames.Headers }), "the connection ended");
        await client.Stream.WriteAsync(
            (byte[])[.. Http2Frames.Frame(Http2Frames.WindowUpdate, 0, 1, [0, 0, 0, 5]), .. Http2Frames.Frame(Http2Frames.WindowUpdate, 0, 3, [0, 0, 0, 5])], Deadline.Token());
        Assert.True(await ReadUntilAsync(client, frame => frame is { Type: Http2Frames.Data }), "the answer ended");
    }

    [Fact]
    public async Task A_held_answer_is_no_slow_one()
    {
        await using var edge = await StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(async context => await Task.Delay(Patience * 3, context.RequestAborted));
        using var client = edge.Client(2);

        using var response = await client.GetAsync("/_matrix/client/v3/sync", TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_talk_in_small_pieces_is_no_slow_answer()
    {
        await using var edge = await StartAsync(options => options.BytesPerSecond = 1024 * 1024);
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            for (var i = 0; i < 300; i++)
            {
                await context.Response.WriteAsync("x", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Patience / 100, context.RequestAborted);
            }
        });
        using var client = edge.Client();

        Assert.Equal(300, (await client.GetStringAsync("/_matrix/client/v3/talk", TestContext.Current.CancellationToken)).Length);
    }

    private static Task<EdgeFixture> StartAsync(Action<ClientLimitOptions>? configure = null) => EdgeFixture.StartAsync((options, _) =>
    {
        options.Limits.SlowReadTimeout = Patience;
        configure?.Invoke(options.Limits);
    });

    private static Task<StandInTier> StartBackendAsync(EdgeFixture edge) => edge.StartHomeserverAsync(async context =>
    {
        if (context.Request.Path.Value != Path)
            return;

        context.Response.ContentLength = Large;
        for (var i = 0; i < 8; i++)
            await context.Response.Body.WriteAsync(Part, context.RequestAborted);
    });

    private static async Task<RawTlsClient> AskAsync(EdgeFixture edge, int version)
    {
        var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(version == 1 ? SslApplicationProtocol.Http11 : SslApplicationProtocol.Http2), SmallBuffer);

        // Over HTTP/2 with all windows open: what is slow is the connection.
        await client.Stream.WriteAsync(
            version == 1 ? System.Text.Encoding.ASCII.GetBytes($"GET {Path} HTTP/1.1\r\nHost: localhost\r\n\r\n") :
            [
                .. Http2Frames.Preface,
                .. Http2Frames.Frame(Http2Frames.Settings, 0, 0, [0, 4, 0x0F, 0xFF, 0xFF, 0xFF]),
                .. Http2Frames.Frame(Http2Frames.WindowUpdate, 0, 0, [0x0F, 0xFF, 0xFF, 0xFF]),
                .. Get(1, Path),
            ],
            Deadline.Token());
        return client;
    }

    /// <summary>Asks for the large answer on many streams of a connection, and opens no window for any.</summary>
    private static async Task<RawTlsClient> AskOftenAsync(EdgeFixture edge, int streams)
    {
        var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));
        await client.Stream.WriteAsync(
            (byte[])[.. Http2Frames.Preface, .. NoWindow, .. Enumerable.Range(0, streams).SelectMany(stream => Get((stream * 2) + 1, Path))], Deadline.Token());
        return client;
    }

    private static async Task ReadHeadsAsync(RawTlsClient client, int streams)
    {
        for (var begun = 0; begun < streams;)
        {
            var frame = await Http2Frames.ReadFrameAsync(client.Stream) ?? throw new EndOfStreamException();
            if (frame.Type == Http2Frames.Headers)
                begun++;
        }
    }

    /// <summary>SETTINGS with an initial window of nothing.</summary>
    private static byte[] NoWindow => Http2Frames.Frame(Http2Frames.Settings, 0, 0, [0, 4, 0, 0, 0, 0]);

    private static byte[] Get(int stream, string path, params (string Name, string Value)[] headers) => Http2Frames.Frame(
        Http2Frames.Headers,
        Http2Frames.EndStream | Http2Frames.EndHeaders,
        stream,
        Http2Frames.Block([(":method", "GET"), (":scheme", "https"), (":path", path), (":authority", "localhost"), .. headers]));

    private static async Task TryWriteAsync(RawTlsClient client, byte[] bytes)
    {
        try
        {
            await client.Stream.WriteAsync(bytes, Deadline.Token());
        }
        catch (IOException)
        {
            // The connection has ended.
        }
    }

    private static async Task<bool> ReadUntilAsync(RawTlsClient client, Func<(byte Type, byte Flags, int Stream, byte[] Payload), bool> isIt)
    {
        while (await Http2Frames.ReadFrameAsync(client.Stream) is { } frame)
        {
            if (isIt(frame))
                return true;
        }

        return false;
    }

    private static int Open(EdgeFixture edge) => edge.Services.GetRequiredService<OpenConnections>().Count;
}
