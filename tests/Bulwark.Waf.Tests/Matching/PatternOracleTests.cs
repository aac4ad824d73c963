using System.Text;
using Bulwark.Waf.Matching;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Tests.Matching;

/// <summary>What PCRE2 answers, with every pattern of the Core Rule Set and with what these do not use.</summary>
public sealed class PatternOracleTests(ITestOutputHelper output)
{
    private const int InputsInEveryRun = 100;
    private const int InputsInTheLongRun = 10_000;

    public static TheoryData<string> OwnPatterns { get; } =
    [
        "", "a", "abc|abd", "(a)|(b)", "(a|ab)(c|bcd)(d*)", "(a*)*", "(a*)+", "(?:(a)|b)*", "(a|b*)*c", "(|a)*", "(|a)+b", "(a?)*?b", "((a)|(b))*", "(?:a|(b)|)*c",
        "(a*?)(a*)", "(a{2,3}){2}", "a{,3}", "x{0}y", "(a+?b?){1,3}?c", "a{3,}b", "a{2}?", "(?:a?){3}a{3}", "(?:(a)?b)*", "(?:(a*)b?)*", "(?:(a?)(b?))*x",
        "^a", "a$", "^$", "^", "$", "(?-m)^a$", "(?-m)a$", "\\Aa\\z", "a\\Z", "\\Z", "^\\n", "(?:^|b)a", "\\bab\\b", "\\Bab\\B", "\\b", "\\B", "a\\b|\\bb", "(^)*a", "(?:\\b)*a", "(\\b|a)*b",
        "(?i)abc", "a(?i)b|c", "(?i:a)b", "(?i)[a-f]+", "(?i)[^a]b", "((?i)a)b", "(?-s).+", "(?s).+", "(?x) a b # c", "(?i)\\x41", "(?i)[[:upper:]]", "(?^)A",
        "[\\w.-]+@[\\w.-]+", "[]a]+", "[^]a]+", "[a\\]b]", "[\\-\\d]+", "[+--]+", "[\\Qa-z\\E]+", "[a\\Q-\\Ec]+", "[a\\E-c]+", "[\\Qa\\E-c]+", "[a-\\Q\\E]+", "[a-\\E]+", "[\\d\\E-a]+", "[[:alpha:][:digit:]]+", "[[:^space:]]+", "[\\b]", "[\\x00-\\x1f]", "[\\n-\\r]", "[\\101-\\103]",
        "[a-]+", "[--/]+", "[\\--9]+", "[\\h\\v]+", "\\h\\H\\v\\V", "\\N+", "\\R", "a\\Rb", "[[:a]+", "[a[:b]+", "[[]+", "[\\E]a]+", "[\\Q\\E^\\E]a]+", "[^\\w\\s]+", "[\\W_]+", "[\\s\\S]{3}", "\\d{2,4}-\\D",
        "\\x41\\x{42}\\103\\x", "\\0\\01", "\\o{101}", "\\cA", "\\e\\f\\a\\t", "\\Qa.b\\E+", "\\Q*\\E*", "a\\E*", "\\.\\*\\_\\-", "é+", "[é]", "{a", "a{b", "a{1", "a{1,2", "a{1,2b}",
        "(?>a+)b", "(?>a|ab)c", "a++b", "a*+a", "(?:ab?)++c", "a?+a", "a{1,3}+a", "[ab]{2,4}+b", "[ab]{0,2}+b", "[ab]{3}+b", "a{2,}+", "(a*+|b)*c", "(a?+b?)*c", "a{0}+b", "(?i)a++A", "[^,]*+,", "a(?!b)", "a(?=!b)", "(?<=!)b", "(?!!)b", "(?:(?!b)[abc])*b",  "(?>(a+)|b)*c", "(?=ab)a", "(?!ab)a", "(?<=a)b", "(?<!a)b", "(?<=ab|c)d", "(?<=a(?=b))b", "(?!(a)b)(a)", "(?=(a+))a*b\\1", "(?=a)*b",
        "(a)\\1", "(a*)\\1", "(?i)(a)\\1", "(a|b)\\1+", "(?:(a)|b)\\1", "(?<n>a|b)\\k<n>", "(?'n'a)\\k'n'", "(?P<n>a)(?P=n)", "(a)\\g1", "(a)\\g{-1}", "(a)(b)\\g{2}", "\\2(a)(b)", "(?:\\2b|(a)(b))*", "(a?)(?:\\1)*b", "(?:a|(b*)\\1)*c",
        "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10", "\\11", "a(?#comment)b", "a|", "|a", "()", "(?:)*a", "(?:a|b|c|d)*?e", ".*a.*b", ".*?a", "\\w+?\\b", "[^\"]*\"", "(?:[^a]|a[^b])*ab",
        "(?i)(?:union(?:\\s|/\\*.*?\\*/)+select|sleep\\s*?\\(\\s*?\\d+\\s*?\\))", "\\x{27}|\\x{22}", "[\\x{80}-\\x{ff}]+", "(?i)[\\s\\x0b\"'`]*?\\b(?:or|and)\\b[\\s\\x0b]+[\"'`]?\\d", "(?:a|b){0,3}?c", "(?:\\$(?:\\((?:.*|\\(.*\\))\\)|\\{.*\\})|[<>]\\(.*\\))",
    ];

    [Theory]
    [MemberData(nameof(OwnPatterns))]
    public void Finds_what_PCRE2_finds(string pattern) => new Comparison(pattern, 7).Run(4 * InputsInEveryRun);

    [Fact]
    public void Finds_what_PCRE2_finds_with_every_pattern_of_the_Core_Rule_Set() => CompareCoreRuleSet(InputsInEveryRun, seed: 1);

    /// <summary>Minutes of work: asked for by name.</summary>
    [Fact(Explicit = true)]
    public void Finds_what_PCRE2_finds_on_ten_thousand_inputs_for_every_pattern() => CompareCoreRuleSet(InputsInTheLongRun, seed: 2);

    private void CompareCoreRuleSet(int inputs, ulong seed)
    {
        var comparisons = CrsPatterns.All.Select(pattern => new Comparison(pattern, seed)).ToList();
        Parallel.ForEach(comparisons, comparison => comparison.Run(inputs));
        var matches = comparisons.Sum(comparison => comparison.Matches);
        var others = comparisons.Sum(comparison => comparison.Others);
        var givenUp = comparisons.Sum(comparison => comparison.GivenUp);
        var silent = comparisons.Count(comparison => comparison.Matches == 0);
        output.WriteLine($"{comparisons.Count} patterns: {matches} matches, {others} non-matches, {silent} patterns without a match, {comparisons.Sum(comparison => comparison.Shortened)} times PCRE2 took too long, {givenUp} times Bulwark");
        Assert.True(givenUp <= inputs / 100, $"given up {givenUp} times");
        Assert.True(matches > comparisons.Count * inputs / 5, $"only {matches} matches");
        Assert.True(others > comparisons.Count * inputs / 5, $"only {others} non-matches");
        Assert.True(silent < 5, $"{silent} patterns never matched");
    }

    /// <summary>One pattern in both engines.</summary>
    private sealed class Comparison(string text, ulong seed)
    {
        public int Matches { get; private set; }

        public int Others { get; private set; }

        public long GivenUp { get; private set; }

        public int Shortened { get; private set; }

        public void Run(int inputs)
        {
            var pattern = Pattern.Parse(text);
            using var oracle = Pcre2.TryCompile(Encoding.UTF8.GetBytes(text));
            Assert.NotNull(oracle);
            var samples = new PatternSamples(PatternParser.Parse(Encoding.UTF8.GetBytes(text)), seed);
            var ranges = new int[2 * (pattern.Groups + 1)];
            for (var i = 0; i < inputs; i++)
            {
                var value = samples.Next();
                int[]? expected;
                while (!oracle.TryMatch(value, out expected))
                {
                    // Exponential there, linear here: what is shorter, both can do.
                    value = value[..(value.Length / 2)];
                    Shortened++;
                }

                if (expected is null)
                    Others++;
                else
                    Matches++;

                var found = pattern.Match(value, ranges);
                if (pattern.GivenUp > GivenUp)
                {
                    GivenUp = pattern.GivenUp;
                    continue;
                }

                var shown = $"pattern {text} on {Convert.ToHexString(value)} '{Encoding.Latin1.GetString(value)}'";
                Assert.True(found == expected is not null, $"{shown}: {found}, PCRE2 says {expected is not null}");
                Assert.True(pattern.IsMatch(value) == found, $"{shown}: IsMatch and Match disagree");
                if (expected is not null)
                    Assert.True(expected.AsSpan().SequenceEqual(ranges), $"{shown}: [{string.Join(' ', ranges)}], PCRE2 says [{string.Join(' ', expected)}]");
            }
        }
    }
}
