using Bulwark.Testing;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Variables;
using CsCheck;

namespace Bulwark.Waf.Tests.Bodies;

public sealed class BodyFuzzTests
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "--B", "--B--", "--", "\r\n", "\n", "\r", "Content-Disposition: form-data; name=\"a\"", "; filename=\"x\"", "; filename*=UTF-8''%41", ": ", " ", "\t", "\0", "\"", "'",
            "{", "}", "[", "]", ":", ",", "\"k\"", "\\", "\\u00", "\\ud83d", "1", "-", "e", "true", "null",
            "<a", ">", "</a>", "/>", "=", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE", "<?xml encoding=", "?>", "&", "&lt;", "&#x", ";",
            "a", "=b&", "%", "%4", "%41", "+", "\u00ff", "\u00c3\u00a4",
        }.Select(BodyTesting.Bytes),
    ];

    private static readonly Gen<byte[]> Bodies = Gen.OneOf(
        Gen.Byte.Array[0, 200],
        Gen.Int[0, Pieces.Length - 1].Array[0, 60].Select(indices => indices.SelectMany(i => Pieces[i]).ToArray()));

    private static readonly Gen<Case> Cases = Gen.Select(Bodies, Bodies, Gen.Int[1, 50], Gen.Bool, Gen.Int[1, 4], Gen.Int[1, 4])
        .Select(one => new Case(one.Item1, one.Item2, one.Item3, one.Item4, (BodyFormat)one.Item5, (BodyFormat)one.Item6));

    [Fact]
    public void Any_bytes_can_be_read_and_how_they_are_cut_does_not_matter() => Cases.Sample(CutsDoNotMatter, iter: 3_000);

    [Fact]
    public void A_request_leaves_nothing_behind_for_the_next() => Cases.Sample(NothingIsLeftBehind, iter: 3_000);

    /// <summary>As long as one likes: asked for by name.</summary>
    [Fact(Explicit = true)]
    public void Whatever_the_body_it_is_read_in_any_pieces_and_leaves_nothing_behind() => Cases.Sample(
        one => Fuzzing.Bounded(() =>
        {
            CutsDoNotMatter(one);
            NothingIsLeftBehind(one);
        }),
        time: Fuzzing.Seconds);

    [Theory]
    [InlineData("[", 3, "")]
    [InlineData("{\"a\":", 3, "")]
    [InlineData("[1,", 3, "")]
    [InlineData("\"\\u0041", 3, "")]
    [InlineData("{\"a\":1,", 3, "{")]
    [InlineData("--B\r\n", 2, "")]
    [InlineData("--", 2, "--B\r\n")]
    [InlineData("-", 2, "--B\r\n\r\n")]
    [InlineData("a:\r\n", 2, "--B\r\n")]
    [InlineData("a:\r\n b\r\n", 2, "--B\r\n")]
    [InlineData(" b\r\n", 2, "--B\r\na: b\r\n")]
    [InlineData("--B\r\nContent-Disposition: form-data; name=\"a\\\"\"\r\n\r\n\r\n", 2, "")]
    [InlineData("<a>", 4, "")]
    [InlineData("<a b='1' ", 4, "")]
    [InlineData("<a/>", 4, "<a>")]
    [InlineData("b='1' ", 4, "<a ")]
    [InlineData("&", 4, "<a>")]
    [InlineData("<!--", 4, "<a>")]
    [InlineData("&", 1, "")]
    [InlineData("%", 1, "")]
    [InlineData("a=%41&", 1, "")]
    public void A_megabyte_of_anything_is_read_at_once(string repeated, int format, string start)
    {
        var piece = BodyTesting.Bytes(repeated);
        var body = BodyTesting.Bytes(start).Concat(Enumerable.Repeat(piece, 1024 * 1024 / piece.Length).SelectMany(bytes => bytes)).ToArray();
        var limits = new DataLimits { RequestBody = 2 * 1024 * 1024 };
        using var reading = new Reading();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = TimeProvider.System.GetTimestamp();
        reading.Read((BodyFormat)format, body, limits, int.MaxValue);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(8));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024 * 1024);
    }

    private static void CutsDoNotMatter(Case one)
    {
        var limits = one.IsLimited ? new DataLimits { RequestBody = 40, RequestBodyAction = BodyLimitAction.ProcessPartial, Arguments = 5, JsonDepth = 4, Files = 1 } : DataLimits.Default;
        using var whole = new Reading();
        using var cut = new Reading();
        whole.Read(one.Format, one.Body, limits, int.MaxValue);
        cut.Read(one.Format, one.Body, limits, one.Chunk);
        Assert.Equal(BodyTesting.Everything(whole.Data), BodyTesting.Everything(cut.Data));
    }

    private static void NothingIsLeftBehind(Case one)
    {
        using var used = new Reading();
        used.Read(one.FormatBefore, one.BodyBefore, DataLimits.Default, int.MaxValue);
        used.Data.Reset();
        used.Read(one.Format, one.Body, DataLimits.Default, int.MaxValue);

        using var fresh = new Reading();
        fresh.Read(one.Format, one.Body, DataLimits.Default, int.MaxValue);
        Assert.Equal(BodyTesting.Everything(fresh.Data), BodyTesting.Everything(used.Data));
    }

    private sealed record Case(byte[] Body, byte[] BodyBefore, int Chunk, bool IsLimited, BodyFormat Format, BodyFormat FormatBefore);

    private sealed class Reading : IDisposable
    {
        public TransactionData Data { get; } = new(TimeProvider.System);

        public void Read(BodyFormat format, byte[] body, DataLimits limits, int chunk) =>
            BodyTesting.Read(Data, format, body, limits, "multipart/form-data; boundary=B", chunk);

        public void Dispose() => Data.Reset();
    }
}
