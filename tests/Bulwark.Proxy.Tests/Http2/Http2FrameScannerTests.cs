using Bulwark.Proxy.Http2;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;
using static Bulwark.Testing.Http2Frames;

namespace Bulwark.Proxy.Tests.Http2;

public sealed class Http2FrameScannerTests
{
    private readonly FakeTimeProvider _time = new();

    /// <summary>Frame type, payload length, how many are allowed, and what one more is.</summary>
    public static TheoryData<byte, int, int, string> Bounded => new()
    {
        { RstStream, 4, 200, nameof(Http2Flood.Resets) },
        { Ping, 8, 200, nameof(Http2Flood.Pings) },
        { Settings, 0, 100, nameof(Http2Flood.Settings) },
        { Data, 0, 200, nameof(Http2Flood.EmptyData) },
        { Priority, 5, 500, nameof(Http2Flood.Priorities) },
        { 0x10, 3, 500, nameof(Http2Flood.Extensions) },
    };

    [Theory]
    [MemberData(nameof(Bounded))]
    public void Takes_so_many_frames_and_no_more(byte type, int length, int allowed, string flood)
    {
        var scanner = Scanner(Http2Bounds.Client);
        var frame = Frame(type, 0, 1, new byte[length]);

        for (var i = 0; i < allowed; i++)
            Assert.Equal(Http2Flood.None, scanner.Scan(frame));
        Assert.Equal(flood, scanner.Scan(frame).ToString());
    }

    [Theory]
    [MemberData(nameof(Bounded))]
    public void Takes_as_many_again_in_the_next_window(byte type, int length, int allowed, string flood)
    {
        var scanner = Scanner(Http2Bounds.Client);
        var frame = Frame(type, 0, 1, new byte[length]);
        for (var i = 0; i < allowed; i++)
            scanner.Scan(frame);

        _time.Advance(Http2Bounds.Window);

        for (var i = 0; i < allowed; i++)
            Assert.Equal(Http2Flood.None, scanner.Scan(frame));
        Assert.Equal(flood, scanner.Scan(frame).ToString());
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 2_000)]
    [InlineData(1_023, 2_000)]
    [InlineData(1_024, 100_000)]
    public void Counts_window_updates_by_their_size(int increment, int allowed)
    {
        var scanner = Scanner(Http2Bounds.Client);
        var frame = Frame(WindowUpdate, 0, 1, [0, 0, (byte)(increment >> 8), (byte)increment]);

        var taken = 0;
        while (taken < 100_000 && scanner.Scan(frame) == Http2Flood.None)
            taken++;

        Assert.Equal(allowed, taken);
    }

    [Fact]
    public void Allows_more_small_window_updates_to_who_asks_more()
    {
        var scanner = Scanner(Http2Bounds.Client);
        for (var i = 0; i < 1_000; i++)
            scanner.Scan(Frame(Http2Frames.Headers, EndStream | EndHeaders, 1, new byte[10]));

        var frame = Frame(WindowUpdate, 0, 1, [0, 0, 0, 200]);
        for (var i = 0; i < 10_000; i++)
            Assert.Equal(Http2Flood.None, scanner.Scan(frame));
        Assert.Equal(Http2Flood.WindowUpdates, scanner.Scan(frame));
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 32)]
    [InlineData(16_000, 8)]
    public void Bounds_a_header_block(int length, int allowed)
    {
        var scanner = Scanner(Http2Bounds.Client);

        for (var block = 0; block < 3; block++)
        {
            Assert.Equal(Http2Flood.None, scanner.Scan(Frame(Http2Frames.Headers, 0, 1, [])));
            for (var i = 0; i < allowed; i++)
                Assert.Equal(Http2Flood.None, scanner.Scan(Frame(Continuation, 0, 1, new byte[length])));
        }

        Assert.Equal(Http2Flood.Continuations, scanner.Scan(Frame(Continuation, 0, 1, new byte[length])));
    }

    [Fact]
    public void Does_not_count_what_ends_a_stream_or_carries_something()
    {
        var scanner = Scanner(Http2Bounds.Client);

        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal(Http2Flood.None, scanner.Scan(Frame(Data, EndStream, 1, [])));
            Assert.Equal(Http2Flood.None, scanner.Scan(Frame(Data, 0, 1, [1])));
            Assert.Equal(Http2Flood.None, scanner.Scan(Frame(Http2Frames.Headers, EndStream | EndHeaders, 1, new byte[10])));
        }
    }

    [Fact]
    public void Holds_the_resets_of_many_clients_against_no_proxy_but_its_own_pings()
    {
        var scanner = Scanner(Http2Bounds.Proxy);
        for (var i = 0; i < 100_000; i++)
            Assert.Equal(Http2Flood.None, scanner.Scan(Frame(RstStream, 0, 1, new byte[4])));

        for (var i = 0; i < 2_000; i++)
            Assert.Equal(Http2Flood.None, scanner.Scan(Frame(Ping, 0, 0, new byte[8])));
        Assert.Equal(Http2Flood.Pings, scanner.Scan(Frame(Ping, 0, 0, new byte[8])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void Finds_the_same_frames_in_whatever_pieces_they_come(int piece)
    {
        byte[] bytes =
        [
            .. Frame(Http2Frames.Headers, EndHeaders, 1, new byte[300]), .. Frame(Data, 0, 1, new byte[1_234]), .. Frame(WindowUpdate, 0, 0, [0, 0, 0, 1]),
            .. Frame(WindowUpdate, 0, 0, new byte[5]), // malformed, and still a frame
            .. Enumerable.Range(0, 201).SelectMany(_ => Frame(Ping, 0, 0, "\u0006\u0006\u0006\u0006\u0006\u0006\u0006\u0006"u8)),
        ];
        var scanner = Scanner(Http2Bounds.Client);

        var floods = bytes.Chunk(piece).Select(part => scanner.Scan(part)).Where(flood => flood != Http2Flood.None).ToList();

        Assert.Equal([Http2Flood.Pings], floods.Distinct());
        Assert.Equal(Http2Flood.None, Scanner(Http2Bounds.Client).Scan(bytes.AsSpan(..^17)));
    }

    private Http2FrameScanner Scanner(Http2Bounds bounds)
    {
        var scanner = new Http2FrameScanner(new Http2FrameCounter(bounds, _time));
        Assert.Equal(Http2Flood.None, scanner.Scan("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8));
        return scanner;
    }
}
