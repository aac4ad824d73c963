using System.Text;
using Bulwark.Testing;
using Bulwark.Waf.Matching;
using Bulwark.Waf.Operators;
using CsCheck;

namespace Bulwark.Waf.Tests.Matching;

public sealed class PatternTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(
        "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "\\", "^", "$", "-", ",", "1", "9", "a", "b", "Q", "E", "x", "(?", "(?i)", "(?<", "!", "=", ":", "[:alpha:]", "\\b", "\\d", "\\1", "{2,3}", "é", "\n", "#").Array[0, 30].Select(string.Concat);

    [Theory]
    [InlineData("a)", "pattern, at position 1: ')' closes nothing: 'a)'")]
    [InlineData("(a", "pattern, at position 0: the group that begins here is never closed: '('")]
    [InlineData("(?<", "pattern, at position 0: the group that begins here is never closed: '('")]
    [InlineData("[a", "pattern, at position 0: the class that begins here is never closed: '['")]
    [InlineData("*a", "pattern, at position 0: there is nothing to repeat: '*'")]
    [InlineData("a**", "pattern, at position 2: there is nothing to repeat: 'a**'")]
    [InlineData("a|{2}", "pattern, at position 2: there is nothing to repeat: 'a|{'")]
    [InlineData("a{3,2}", "pattern, at position 6: the counts are out of order: 'a{3,2}'")]
    [InlineData("a{1,65536}", "pattern, at position 9: a count is at most 65535: 'a{1,65536}'")]
    [InlineData("\\8", "pattern, at position 0: there is no group 8: '\\'")]
    [InlineData("[z-a]", "pattern, at position 1: the range is out of order: '[z'")]
    [InlineData("[?\\E-*]", "pattern, at position 1: the range is out of order: '[?'")]
    [InlineData("[\\d-\\E]", "pattern, at position 3: a range cannot begin with a set: '[\\d-'")]
    [InlineData("[\\d-z]", "pattern, at position 3: a range cannot begin with a set: '[\\d-'")]
    [InlineData("[:a:]", "pattern, at position 0: a POSIX name stands inside a class: '['")]
    [InlineData("[[:foo:]]", "pattern, at position 1: there is no such POSIX class: '[['")]
    [InlineData("\\x{100}", "pattern, at position 7: the code is larger than a byte: '\\x{100}'")]
    [InlineData("a\\y", "pattern, at position 1: this escape is not supported: 'a\\'")]
    [InlineData("(*ACCEPT)", "pattern, at position 0: verbs are not supported: '('")]
    [InlineData("(a)(?1)", "pattern, at position 3: this kind of group is not supported: '(a)('")]
    [InlineData("(?|a)", "pattern, at position 0: this kind of group is not supported: '('")]
    [InlineData("(?<=a*)b", "pattern, at position 0: a lookbehind needs branches of one length: '('")]
    [InlineData("(?:(?:(?:a{1000}){1000}){1000})", "pattern: it becomes more than 60000 instructions; smaller counts make it smaller")]
    [InlineData("\\", "pattern, at position 1: the pattern ends with a backslash: '\\'")]
    public void Refuses_what_it_does_not_know(string pattern, string message) =>
        Assert.Equal(message, Assert.Throws<RuleException>(() => Pattern.Parse(pattern)).Message);

    [Fact]
    public void Refuses_too_many_groups_in_each_other() =>
        Assert.StartsWith("pattern, at position 250: more than 250 groups", Assert.Throws<RuleException>(() => Pattern.Parse(new string('(', 100_000)[..60_000])).Message, StringComparison.Ordinal);

    [Fact]
    public void Leaves_the_match_and_its_groups()
    {
        var captures = new Captures();

        Assert.True(Pattern.Parse("(x)?(b)(c)?").Capture("abd"u8, captures));

        Assert.Equal(3, captures.Count);
        Assert.Equal("b"u8, captures[0]);
        Assert.True(captures[1].IsEmpty);
        Assert.Equal("b"u8, captures[2]);
    }

    [Fact]
    public void Takes_a_pattern_that_tires_it_for_matching()
    {
        var pattern = Pattern.Parse("(?!b)(?:a|aa|a?)*(?:a|aa)*(?:a|aa)*$\\z(?<=b)");
        var value = new byte[5000];
        Array.Fill(value, (byte)'a');

        Assert.True(pattern.IsMatch(value));
        Assert.Equal(1, pattern.GivenUp);
    }

    [Fact]
    public void Forgets_what_failed_before_the_bytes_that_it_skips() => Assert.True(Pattern.Parse("a?+\\b(a)??[ab]").IsMatch("ab :b"u8));

    [Theory]
    [InlineData("(?:a*)*b")]
    [InlineData("(?:a|aa)*(?:a|aa)*$b")]
    [InlineData(".*.*.*=.*b")]
    public void Takes_time_linear_in_the_value_for_patterns_that_tire_others(string pattern)
    {
        var value = new byte[100_000];
        Array.Fill(value, (byte)'a');

        Assert.False(Pattern.Parse(pattern).IsMatch(value));
    }

    [Fact]
    public void Reads_or_refuses_any_text() => AnyText.Sample(CompareWithPcre2, iter: 20_000);

    /// <summary>As long as one likes: asked for by name.</summary>
    [Fact(Explicit = true)]
    public void Reads_or_refuses_any_text_for_long() => AnyText.Sample(text => Fuzzing.Bounded(() => CompareWithPcre2(text)), time: Fuzzing.Seconds);

    private static void CompareWithPcre2(string text)
    {
        var value = "ab1\na-b9Qx"u8;
        using var oracle = Pcre2.TryCompile(Encoding.UTF8.GetBytes(text), optimises: false);
        Pattern pattern;
        try
        {
            pattern = Pattern.Parse(text);
        }
        catch (RuleException)
        {
            // What PCRE2 takes and this does not is listed in the documentation of Pattern.
            return;
        }

        Assert.True(oracle is not null, $"PCRE2 refuses {text}");
        Span<int> ranges = stackalloc int[2 * (pattern.Groups + 1)];
        var found = pattern.Match(value, ranges);
        var expected = oracle.Match(value);
        if (pattern.GivenUp > 0)
            return;

        Assert.True(found == expected is not null, text);
        Assert.True(expected is null || ranges.SequenceEqual(expected), text);
    }
}
