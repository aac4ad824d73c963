using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Bulwark.Proxy.Firewall.Serving;
using Bulwark.Testing;
using CsCheck;

namespace Bulwark.Proxy.Tests.Firewall.Serving;

/// <summary>Whatever comes on a connection, and in whatever pieces, the readers of heads and bodies say the same of it, and never throw.</summary>
public sealed class ReaderFuzzTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly Gen<byte[]> Messages = Gen.OneOf(
        Gen.Byte.Array[0, 200],
        Gen.OneOf(
            "GET / HTTP/1.1\r\n", "POST /a?b HTTP/1.0\r\n", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 ", "204", "GET", "CONNECT", "*", "/", "http://a", " ", "\t", "\r\n", "\n", "\r", "\0", "\u00FF", "#", ":", ",", ";",
            "Host: a\r\n", "Host:", "Content-Length: 5\r\n", "Content-Length:", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "Connection: Upgrade, keep-alive\r\n", "Upgrade: x\r\n", "Expect: 100-continue\r\n",
            "X-A: 1\r\n", " folded\r\n", "0\r\n\r\n", "5\r\nhello\r\n", "5", "a", "F", "FFFFFFFFFFFFFFF", "-1", "hello", ";x=y\r\n", "\r\n\r\n").Array[0, 40].Select(pieces => Encoding.Latin1.GetBytes(string.Concat(pieces))));

    private static readonly Gen<(byte[] Bytes, int Piece, int Framing, int Length)> Cases = Gen.Select(Messages, Gen.Int[1, 20], Gen.Int[0, 3], Gen.Int[1, 60]);

    [Fact]
    public Task Anything_is_read_and_how_it_is_cut_does_not_matter() => Cases.SampleAsync(CheckAsync, iter: 3_000);

    /// <summary>As long as one likes: asked for by name.</summary>
    [Fact(Explicit = true)]
    public Task Anything_is_read_and_how_it_is_cut_does_not_matter_for_long() => Cases.SampleAsync(CheckAsync, time: Fuzzing.Seconds);

    private static async Task CheckAsync((byte[] Bytes, int Piece, int Framing, int Length) one)
    {
        Fuzzing.Bounded(() => Assert.Equal(Heads(one.Bytes, int.MaxValue), Heads(one.Bytes, one.Piece)));
        var whole = await BodyAsync(one.Bytes, int.MaxValue, (RawFraming)one.Framing, one.Length).WaitAsync(Deadline);
        var cut = await BodyAsync(one.Bytes, one.Piece, (RawFraming)one.Framing, one.Length).WaitAsync(Deadline);
        Assert.Equal(whole, cut);
    }

    /// <summary>What a request's head and an answer's head make of the bytes, whole or not.</summary>
    private static string Heads(byte[] bytes, int piece)
    {
        var (request, response) = (new RequestHead(), new ResponseHead());
        var used = Feed(request.Raw, bytes, piece);
        request.Raw.Split();
        request.Interpret();
        Feed(response.Raw, bytes, piece);
        response.Raw.Split();
        response.Interpret(isBodiless: bytes.Length % 2 == 0);
        return $"{used} {Text(request.Method)}|{Text(request.Target)}|{Text(request.Protocol)} {request.Refusal} {request.Framing} {request.Length} {request.IsPersistent} {request.ExpectsContinue} {request.IsUpgrade} {Fields(request.Raw)}\n"
            + $"{response.IsValid} {response.Status} {Text(response.Protocol)} {Text(response.Reason)} {response.Framing} {response.Length} {response.IsPersistent} {Fields(response.Raw)}";
    }

    private static long Feed(RawHead head, byte[] bytes, int piece)
    {
        var total = 0L;
        for (var start = 0; start < bytes.Length;)
        {
            var length = Math.Min(piece, bytes.Length - start);
            var isWhole = head.Take(new ReadOnlySequence<byte>(bytes, start, length), out var used);
            total += used;
            if (isWhole || head.IsFull)
                return total;

            Assert.Equal(length, used);
            start += length;
        }

        return total;
    }

    private static string Fields(RawHead head) => string.Join('|', Enumerable.Range(0, head.Count).Select(i => $"{Text(head.Name(i))}={Text(head.Value(i))}"));

    private static async Task<(string Content, string? Flaw)> BodyAsync(byte[] bytes, int piece, RawFraming framing, int length)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline));
        var body = new RawBody(pipe.Reader);
        body.Begin(framing, length);
        var reading = ReadAsync(body);
        foreach (var part in bytes.Chunk(piece))
            await pipe.Writer.WriteAsync(part);

        await pipe.Writer.CompleteAsync();
        return await reading;
    }

    private static async Task<(string Content, string? Flaw)> ReadAsync(RawBody body)
    {
        var content = new StringBuilder();
        var buffer = new byte[16];
        while (await body.ReadAsync(buffer, CancellationToken.None) is > 0 and var read)
            content.Append(Encoding.Latin1.GetString(buffer, 0, read));

        return (content.ToString(), body.Flaw);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
