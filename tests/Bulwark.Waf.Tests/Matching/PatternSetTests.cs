using System.Text;
using Bulwark.Waf.Matching;
using Bulwark.Waf.Matching.Automata;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Tests.Matching;

public sealed class PatternSetTests(ITestOutputHelper output)
{
    private const int Inputs = 600;

    private static readonly string[] Constructs = [.. PatternOracleTests.OwnPatterns.Select(row => row.Data)];

    [Theory]
    [InlineData("a normal one", 16 * 1024 * 1024, MatchBudget.DefaultLearningBytes)]
    [InlineData("one without memory", 0, MatchBudget.DefaultLearningBytes)]
    [InlineData("one with little memory", 20_000, MatchBudget.DefaultLearningBytes)]
    [InlineData("one that may not learn", 16 * 1024 * 1024, 0)]
    [InlineData("one that may learn little", 16 * 1024 * 1024, 3000)]
    public void Agrees_with_each_pattern_of_the_Core_Rule_Set_alone(string engine, int limit, int learning) => Compare(CrsPatterns.All, engine, limit, learning);

    [Theory]
    [InlineData("a normal one", 16 * 1024 * 1024, MatchBudget.DefaultLearningBytes)]
    [InlineData("one that may not learn", 16 * 1024 * 1024, 0)]
    public void Agrees_with_patterns_of_every_construct(string engine, int limit, int learning) => Compare(Constructs, engine, limit, learning);

    private void Compare(IReadOnlyList<string> texts, string engine, int limit, int learning)
    {
        var patterns = texts.Select(Pattern.Parse).ToList();
        var set = PatternSet.Build([.. patterns.Select(pattern => PatternSource.Regex(pattern))], new AutomatonMemory(limit + (limit / 2)), limit);
        var folded = PatternSet.Build([.. patterns.Select(pattern => PatternSource.Regex(pattern, beforeLowerCasing: true))], new AutomatonMemory(limit + (limit / 2)), limit);
        var samples = texts.Select((text, i) => new PatternSamples(PatternParser.Parse(Encoding.UTF8.GetBytes(text)), (ulong)i)).ToList();
        var (matches, others) = (0, 0);
        for (var i = 0; i < Inputs; i++)
        {
            var value = samples[i % samples.Count].Next();
            var answers = Match(set, value, learning);
            var lowered = Match(folded, value, learning);
            var lower = Array.ConvertAll(value, one => one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one);
            for (var p = 0; p < patterns.Count; p++)
            {
                var expected = patterns[p].IsMatch(value);
                Assert.True(answers[p] == expected, $"{engine}: {texts[p]} on {Convert.ToHexString(value)} '{Encoding.Latin1.GetString(value)}': {answers[p]}");
                Assert.True(lowered[p] == patterns[p].IsMatch(lower), $"{engine}, lower-cased: {texts[p]} on {Convert.ToHexString(value)}: {lowered[p]}");
                _ = expected ? matches++ : others++;
            }
        }

        output.WriteLine($"{engine}: {set.Count} patterns, {set.ExactCount} by their factor alone, {set.States} states, {set.Bytes} bytes; {matches} matches, {others} non-matches");
        Assert.True(matches > Inputs, $"only {matches} matches");
        Assert.True(others > Inputs, $"only {others} non-matches");
    }

    private static bool[] Match(PatternSet set, byte[] value, int learning)
    {
        var matched = new ulong[set.Words];
        var budget = new MatchBudget(learning);
        set.Match(value, matched, ref budget);
        return [.. Enumerable.Range(0, set.Count).Select(i => (matched[i >> 6] & (1UL << (i & 63))) != 0)];
    }
}
