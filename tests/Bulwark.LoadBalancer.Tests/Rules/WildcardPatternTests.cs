using Bulwark.LoadBalancer.Rules;

namespace Bulwark.LoadBalancer.Tests.Rules;

public sealed class WildcardPatternTests
{
    [Theory]
    [InlineData("/a", "/a", true)]
    [InlineData("/a", "/A", false)]
    [InlineData("/a", "/ab", false)]
    [InlineData("/a*", "/a", true)]
    [InlineData("/a*", "/a/b/c", true)]
    [InlineData("*", "", true)]
    [InlineData("*/b", "/a/b", true)]
    [InlineData("*/b", "/a/bc", false)]
    [InlineData("/a/*/c", "/a/b/b/c", true)]
    [InlineData("/a/*/c", "/a/c", false)]
    [InlineData("/ab*bc", "/abc", false)]
    [InlineData("/a?c", "/abc", true)]
    [InlineData("/a?c", "/ac", false)]
    [InlineData("/a?", "/a", false)]
    [InlineData("?", "", false)]
    [InlineData("*a?c*", "/xxabcxx", true)]
    [InlineData("*a?c*", "/xxacxx", false)]
    [InlineData("*ab*ab*", "/ab-ab", true)]
    [InlineData("*ab*ab*", "/ab-a", false)]
    [InlineData("**", "anything", true)]
    public void Compares_the_whole_text(string pattern, string text, bool expected) =>
        Assert.Equal(expected, new WildcardPattern(pattern, StringComparison.Ordinal).Matches(text));

    [Theory]
    [InlineData("*.Example.org", "chat.EXAMPLE.org", true)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("ch?t.example.org", "CHAT.example.org", true)]
    public void Leaves_case_out_where_the_condition_does(string pattern, string text, bool expected) =>
        Assert.Equal(expected, new WildcardPattern(pattern, StringComparison.OrdinalIgnoreCase).Matches(text));

    [Fact]
    public void Takes_no_time_for_a_text_made_to_cost_it()
    {
        var pattern = new WildcardPattern("*a*a*a*a*a*a*ab", StringComparison.Ordinal);

        Assert.False(pattern.Matches(new string('a', 16_000)));
    }

    [Theory]
    [InlineData("", "has 0 characters: 1 to 128 are allowed")]
    [InlineData("a\tb", "has a character that is not printable ASCII")]
    [InlineData("*********", "has more than 8 stars")]
    [InlineData("/a*", null)]
    public void Says_what_is_wrong_with_a_pattern(string pattern, string? problem) => Assert.Equal(problem, WildcardPattern.Problem(pattern));
}
