using System.Text;
using Bulwark.Testing;
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

    [Fact]
    public void Agrees_with_PCRE2_about_patterns_made_at_random() => CompareRandomPatterns(new RandomPatterns(1).Take(300));

    /// <summary>Minutes of work: asked for by name.</summary>
    [Fact(Explicit = true)]
    public void Agrees_with_PCRE2_about_a_hundred_thousand_patterns_made_at_random() => CompareRandomPatterns(new RandomPatterns(2).Take(100_000));

    /// <summary>As long as one likes: asked for by name.</summary>
    [Fact(Explicit = true)]
    public void Agrees_with_PCRE2_about_patterns_made_at_random_for_long()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        CompareRandomPatterns(new RandomPatterns((ulong)watch.GetHashCode() + 3).Take(int.MaxValue).TakeWhile(_ => watch.Elapsed.TotalSeconds < Fuzzing.Seconds));
    }

    [Theory]
    [InlineData("phrases", "a needle here", true)]
    [InlineData("phrases", "a NEEDLE here", true)]
    [InlineData("phrases", "needl", false)]
    [InlineData("phrases", "a pin", true)]
    [InlineData("phrases", "", false)]
    [InlineData("contains", "a needle here", true)]
    [InlineData("contains", "a Needle here", false)]
    [InlineData("begins", "needles", true)]
    [InlineData("begins", "a needle", false)]
    [InlineData("begins", "\nneedle", false)]
    [InlineData("ends", "a needle", true)]
    [InlineData("ends", "needles", false)]
    [InlineData("ends", "needle\n", false)]
    [InlineData("equal", "needle", true)]
    [InlineData("equal", "needle ", false)]
    [InlineData("empty", "", true)]
    [InlineData("empty", "a", false)]
    [InlineData("anything", "", true)]
    [InlineData("anything", "a", true)]
    [InlineData("nothing", "a", false)]
    [InlineData("lowered", "NeedLe", true)]
    [InlineData("lowered", "needles", false)]
    [InlineData("capital", "NEEDLE", false)]
    public void Knows_fixed_texts(string source, string value, bool expected)
    {
        ReadOnlyMemory<byte>[] phrases = [.. ((string[])["needle", "PIN", "needlework", "pine"]).Select(phrase => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(phrase)))];
        var sources = new Dictionary<string, PatternSource>(StringComparer.Ordinal)
        {
            ["phrases"] = PatternSource.Phrases(phrases),
            ["contains"] = PatternSource.Contains("needle"u8),
            ["begins"] = PatternSource.BeginsWith("needle"u8),
            ["ends"] = PatternSource.EndsWith("needle"u8),
            ["equal"] = PatternSource.Equal("needle"u8),
            ["empty"] = PatternSource.Equal(""u8),
            ["anything"] = PatternSource.Contains(""u8),
            ["nothing"] = PatternSource.Phrases([]),
            ["lowered"] = PatternSource.Equal("needle"u8, beforeLowerCasing: true),
            ["capital"] = PatternSource.Equal("Needle"u8, beforeLowerCasing: true),
        };
        var set = PatternSet.Build([.. sources.Values], new AutomatonMemory(1_000_000));

        Assert.Equal(set.Count, set.ExactCount);
        Assert.Equal(expected, Match(set, Encoding.UTF8.GetBytes(value), MatchBudget.DefaultLearningBytes)[sources.Keys.ToList().IndexOf(source)]);
    }

    [Fact]
    public void Keeps_to_its_memory_and_forgets_what_a_flood_made_it_learn()
    {
        var memory = new AutomatonMemory(400_000);
        var set = PatternSet.Build([.. CrsPatterns.All.Select(pattern => PatternSource.Regex(Pattern.Parse(pattern)))], memory, 300_000);
        var dice = new Dice(3);
        var value = new byte[60];
        for (var i = 0; i < 3000; i++)
        {
            foreach (ref var one in value.AsSpan())
                one = (byte)dice.Next(256);

            _ = Match(set, value, MatchBudget.DefaultLearningBytes);
        }

        var states = set.States;
        Assert.InRange(memory.Used, 200_000, 400_000);
        for (var i = 0; i < 20_000; i++)
            _ = Match(set, "hello, how are you"u8.ToArray(), MatchBudget.DefaultLearningBytes);

        Assert.InRange(set.States, 10, states / 2);
        Assert.InRange(memory.Used, 1000, 400_000);
    }

    [Fact]
    public void Learns_no_more_for_a_request_than_its_share()
    {
        var set = PatternSet.Build([.. CrsPatterns.All.Select(pattern => PatternSource.Regex(Pattern.Parse(pattern)))], new AutomatonMemory(AutomatonMemory.DefaultLimit));
        var dice = new Dice(4);
        var value = new byte[20_000];
        foreach (ref var one in value.AsSpan())
            one = (byte)dice.Next(256);

        var budget = new MatchBudget(50_000);
        set.Match(value, new ulong[set.Words], ref budget);

        Assert.InRange(set.States, 10, 100);
        Assert.True(budget.InspectedBytes >= value.Length);
    }

    [Fact]
    public void Gives_the_same_answers_to_many_threads_that_teach_it_at_once()
    {
        var patterns = CrsPatterns.All.Select(Pattern.Parse).ToList();
        PatternSource[] sources = [.. patterns.Select(pattern => PatternSource.Regex(pattern))];
        var set = PatternSet.Build(sources, new AutomatonMemory(3_000_000), 2_000_000);
        var alone = PatternSet.Build([.. patterns.Select(pattern => PatternSource.Regex(pattern))], new AutomatonMemory(0), 0);
        byte[][] values = [.. patterns.Select((pattern, i) => new PatternSamples(PatternParser.Parse(Encoding.UTF8.GetBytes(pattern.Text)), (ulong)i).Next())];
        var expected = Array.ConvertAll(values, value => Match(alone, value, 0));

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (var i = 0; i < 2 * values.Length; i++)
            {
                var at = (i + (thread * 31)) % values.Length;
                Assert.Equal(expected[at], Match(set, values[at], 40_000));
            }
        });
    }

    private void CompareRandomPatterns(IEnumerable<string> patterns)
    {
        var (count, refused, matches, others, unknown) = (0, 0, 0, 0, 0);
        foreach (var (p, text) in patterns.Index())
        {
            using var oracle = Pcre2.TryCompile(Encoding.UTF8.GetBytes(text), optimises: false);
            if (oracle is null)
            {
                refused++; // as it does what repeats so often that its own program would be too large
                continue;
            }

            count++;
            var pattern = Pattern.Parse(text);
            var set = PatternSet.Build([PatternSource.Regex(pattern), PatternSource.Regex(Pattern.Parse("b"))], new AutomatonMemory(1_000_000));
            var samples = new PatternSamples(PatternParser.Parse(Encoding.UTF8.GetBytes(text)), (ulong)p);
            var ranges = new int[2 * (pattern.Groups + 1)];
            for (var i = 0; i < 20; i++)
            {
                var value = samples.Next();
                if (value.Length > 40)
                    value = value[..40];

                var found = pattern.Match(value, ranges);
                var answer = Match(set, value, p % 3 == 0 ? 0 : MatchBudget.DefaultLearningBytes)[0];
                if (!oracle.TryMatch(value, out var expected) || pattern.GivenUp > 0)
                {
                    unknown++;
                    continue;
                }

                var shown = $"{text} on {Convert.ToHexString(value)} '{Encoding.Latin1.GetString(value)}': PCRE2 says {(expected is null ? "no" : string.Join(' ', expected))}";
                Assert.True(found == expected is not null, $"{shown}, found {found}");
                Assert.True(answer == found, $"{shown}, the set {answer}");
                Assert.True(expected is null || ranges.AsSpan().SequenceEqual(expected), $"{shown}, found at {string.Join(' ', ranges)}");
                _ = found ? matches++ : others++;
            }
        }

        output.WriteLine($"{count} patterns, {refused} more that PCRE2 refused: {matches} matches, {others} non-matches, {unknown} unknown");
        Assert.InRange(refused, 0, count / 100);
        Assert.True(matches > count && others > count && unknown < count * 2, $"{matches} matches, {others} non-matches, {unknown} unknown");
    }

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
