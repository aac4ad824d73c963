using Bulwark.DataApi.Execution;
using Bulwark.DataApi.Sql;

namespace Bulwark.DataApi.Tests.Sql;

public sealed class LikeFunctionsTests
{
    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "ABC", false)]
    [InlineData("abc", "ab", false)]
    [InlineData("abc", "abcd", false)]
    [InlineData("abc", "%", true)]
    [InlineData("", "%", true)]
    [InlineData("", "", true)]
    [InlineData("", "_", false)]
    [InlineData("abc", "a%", true)]
    [InlineData("abc", "%c", true)]
    [InlineData("abc", "%b%", true)]
    [InlineData("abc", "%d%", false)]
    [InlineData("abc", "a_c", true)]
    [InlineData("abc", "___", true)]
    [InlineData("abc", "____", false)]
    [InlineData("abcabc", "%abc", true)]
    [InlineData("abcabd", "%abc", false)]
    [InlineData("aab", "%ab", true)]
    [InlineData("a%c", "a\\%c", true)]
    [InlineData("abc", "a\\%c", false)]
    [InlineData("a_c", "a\\_c", true)]
    [InlineData("abc", "a\\_c", false)]
    [InlineData("a\\c", "a\\\\c", true)]
    [InlineData("a\\", "a\\", true)]
    [InlineData("😀b", "_b", true)]
    [InlineData("😀b", "__b", false)]
    [InlineData("x😀b", "%_b", true)]
    [InlineData("a.c", "a.c", true)]
    [InlineData("abc", "a.c", false)]
    [InlineData("abc", "[a]bc", false)]
    public void Match_as_in_PostgreSQL(string value, string pattern, bool expected) =>
        Assert.Equal(expected, LikeFunctions.Matches(value, pattern, ignoreCase: false, new StopSignal()));

    [Theory]
    [InlineData("abc", "ABC", true)]
    [InlineData("ÉCOLE", "%éco%", true)]
    [InlineData("ПРИВЕТ", "привет", true)]
    [InlineData("abc", "ABD", false)]
    public void Ignore_the_case_of_every_alphabet(string value, string pattern, bool expected) =>
        Assert.Equal(expected, LikeFunctions.Matches(value, pattern, ignoreCase: true, new StopSignal()));

    [Theory]
    [InlineData(null, "%")]
    [InlineData("a", null)]
    public void Know_nothing_where_there_is_nothing(string? value, string? pattern) =>
        Assert.Null(LikeFunctions.Matches(value, pattern, ignoreCase: false, new StopSignal()));

    [Fact]
    public void Cost_no_more_than_value_times_pattern()
    {
        var value = new string('a', 10_000);

        Assert.False(LikeFunctions.Matches(value, string.Concat(Enumerable.Repeat("a%", 400)) + "b", ignoreCase: false, new StopSignal()));
    }
}
