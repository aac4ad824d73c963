using Bulwark.Waf.Injection.Html;
using Bulwark.Waf.Injection.Sql;
using CsCheck;

namespace Bulwark.Waf.Tests.Injection;

/// <summary>How much the detectors find and how seldom they are wrong, on values written for it.</summary>
/// <remarks>
/// Of the halves held out only totals were seen while the detectors were tuned, never which lines were wrong; but one author wrote
/// both, so they are no strangers to each other. About a quarter of the ordinary text is made of frames that names and things fill.
/// </remarks>
public sealed class DetectorTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Finds_SQL_injections(bool heldOut) => FoundShare("sql-injections.txt", 400, heldOut, IsSqlInjection, atLeast: 0.95);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Finds_scripts(bool heldOut) => FoundShare("cross-site-scripting.txt", 300, heldOut, CrossSiteScripting.IsInjection, atLeast: 0.95);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Takes_ordinary_text_for_no_SQL_injection(bool heldOut) => FoundShare("ordinary-text.txt", 1500, heldOut, IsSqlInjection, atMost: 0.005);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Takes_ordinary_text_for_no_script(bool heldOut) => FoundShare("ordinary-text.txt", 1500, heldOut, CrossSiteScripting.IsInjection, atMost: 0.005);

    [Fact]
    public void Neither_throws_whatever_the_value()
    {
        const string Signs = "'\"`\\-#/*!()[]{}<>=&|,;:.@$%?+~^ \t\n\0 0123eExXnNqQuUsSlLoOrRaAdD_";
        Gen.OneOf(Gen.Byte, Gen.Int[0, Signs.Length - 1].Select(index => (byte)Signs[index])).Array[0, 80].Sample(value =>
        {
            IsSqlInjection(value);
            CrossSiteScripting.IsInjection(value);
        });
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var values = new Corpus("ordinary-text.txt").Half(heldOut: false).Concat(new Corpus("sql-injections.txt").Half(heldOut: false)).Select(Corpus.Value).ToArray();
        AskAll(values);

        var before = GC.GetAllocatedBytesForCurrentThread();
        AskAll(values);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void AskAll(byte[][] values)
    {
        foreach (var value in values)
        {
            IsSqlInjection(value);
            CrossSiteScripting.IsInjection(value);
        }
    }

    private static bool IsSqlInjection(ReadOnlySpan<byte> value)
    {
        Span<byte> fingerprint = stackalloc byte[SqlFolding.Longest];
        return SqlInjection.IsInjection(value, fingerprint, out _);
    }

    private void FoundShare(string file, int atLeastLines, bool heldOut, Detector detector, double atLeast = 0, double atMost = 1)
    {
        var corpus = new Corpus(file);
        var lines = corpus.Half(heldOut);
        var found = lines.Count(line => detector(Corpus.Value(line)));
        var share = (double)found / lines.Count;

        output.WriteLine($"{file}, {(heldOut ? "held out" : "tuned on")}: {found} of {lines.Count} found, {share:P2}");
        Assert.True(corpus.Count >= atLeastLines, $"{file} has {corpus.Count} lines");
        Assert.InRange(share, atLeast, atMost);
    }

    private delegate bool Detector(ReadOnlySpan<byte> value);
}
