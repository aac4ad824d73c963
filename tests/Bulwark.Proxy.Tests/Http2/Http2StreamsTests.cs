using Bulwark.Proxy.Http2;
using Bulwark.Testing;
using static Bulwark.Testing.Http2Frames;

namespace Bulwark.Proxy.Tests.Http2;

public sealed class Http2StreamsTests
{
    private const long Deadline = 100;

    private readonly Http2Streams _streams = new();

    public Http2StreamsTests()
    {
        _streams.Open(1);
        _streams.Open(3);
    }

    [Fact]
    public void An_answer_is_late_once_its_deadline_has_come()
    {
        _streams.Answered(3, Deadline);

        Assert.False(_streams.HasLate(Deadline - 1));
        Assert.True(_streams.HasLate(Deadline));
    }

    [Fact]
    public void A_request_without_an_answer_is_never_late() => Assert.False(_streams.HasLate(long.MaxValue - 1));

    [Fact]
    public void What_has_ended_is_never_late_whichever_is_told_first()
    {
        _streams.End(1);
        _streams.Answered(1, Deadline);
        _streams.Answered(3, Deadline);
        _streams.End(3);

        // Trailers open nothing again.
        _streams.Open(3);
        _streams.Answered(3, Deadline);

        Assert.False(_streams.HasLate(Deadline));
    }

    [Theory]
    [InlineData(Data, EndStream, 5, false)]
    [InlineData(Data, 0, 5, true)]
    [InlineData(Data, EndStream, 0, false)]
    [InlineData(Http2Frames.Headers, EndStream | EndHeaders, 20, false)]
    [InlineData(Http2Frames.Headers, EndHeaders, 20, true)]
    [InlineData(RstStream, 0, 4, false)]
    [InlineData(Ping, EndStream, 8, true)]
    [InlineData(Settings, EndStream, 0, true)]
    public void The_end_of_a_stream_is_found_in_whatever_pieces_it_is_written(byte type, int flags, int length, bool isLate)
    {
        byte[] written = [.. Frame(Settings, 0, 0, new byte[12]), .. Frame(Data, EndStream, 1, [1, 2, 3]), .. Frame(type, flags, 3, new byte[length]), .. Frame(Ping, 1, 0, new byte[8])];
        for (var piece = 1; piece <= written.Length; piece++)
        {
            var streams = new Http2Streams();
            var scanner = new Http2AnswerScanner(streams);
            streams.Open(3);
            streams.Answered(3, Deadline);

            foreach (var bytes in written.Chunk(piece))
                scanner.Scan(bytes);

            Assert.Equal(isLate, streams.HasLate(Deadline));
        }
    }
}
