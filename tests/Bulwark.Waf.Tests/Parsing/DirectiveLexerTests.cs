using Bulwark.Waf.Parsing;

namespace Bulwark.Waf.Tests.Parsing;

public sealed class DirectiveLexerTests
{
    [Theory]
    [InlineData("SecRuleEngine On", "SecRuleEngine(On)")]
    [InlineData("  SecRuleEngine\tOn  \r\n", "SecRuleEngine(On)")]
    [InlineData("A b\nC d", "A(b) C(d)")]
    [InlineData("A \"b c\" d", "A(b c|d)")]
    [InlineData("A \"b\"\"c\"", "A(b|c)")]
    [InlineData("A 'b \"c\"'", "A(b \"c\")")]
    [InlineData("A b'c'd", "A(b'c'd)")]
    [InlineData("A \"\"", "A()")]
    [InlineData("", "")]
    [InlineData("# A b\n\n  # C d", "")]
    [InlineData("A b # no comment", "A(b|#|no|comment)")]
    public void Cuts_lines_into_words(string text, string expected) => Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("A \\\n  b \\\r\n  c\nD e", "A(b|c) D(e)")]
    [InlineData("A\\\nb", "A(b)")]
    [InlineData("A \"b,\\\n    c\" d", "A(b,c|d)")]
    [InlineData("A \"b \\\n    c\"", "A(b c)")]
    [InlineData("A b \\", "A(b|\\)")]
    [InlineData("# a comment \\\nthat goes on\nA b", "A(b)")]
    [InlineData("  \\\n\\\nA b", "A(b)")]
    public void Joins_lines_that_end_with_a_backslash(string text, string expected) => Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData(@"A ""b\""c""", @"A(b""c)")]
    [InlineData(@"A ""\d\.\\x""", @"A(\d\.\x)")]
    [InlineData(@"A ""[\\\""]""", @"A([\""])")]
    [InlineData(@"A ""b\\"" c", @"A(b\|c)")]
    [InlineData(@"A ""it\'s""", @"A(it\'s)")]
    [InlineData(@"A 'it\'s'", @"A(it's)")]
    public void Resolves_the_escapes_of_its_own_quote_and_of_the_backslash(string text, string expected) => Assert.Equal(expected, Read(text));

    [Fact]
    public void Knows_the_line_on_which_a_directive_begins()
    {
        var lexer = new DirectiveLexer("f", "\n# c \\\n c\nA \"x\\\n y\" \\\n z\nB\n", new ProblemList());

        Assert.Equal(new SourceLocation("f", 4), lexer.Read()!.Location);
        Assert.Equal(new SourceLocation("f", 7), lexer.Read()!.Location);
        Assert.Null(lexer.Read());
    }

    [Fact]
    public void Goes_on_behind_a_quote_that_does_not_end()
    {
        var problems = new ProblemList();
        var lexer = new DirectiveLexer("f", "A \"b\nC d\n\"E f", problems);

        Assert.Equal("C", lexer.Read()!.Name);
        while (lexer.Read() is not null)
        {
        }

        Assert.Equal("f:1: A: a quoted argument does not end on its line", Assert.Throws<RuleException>(problems.ThrowIfAny).Message.Split('\n')[0]);
    }

    private static string Read(string text)
    {
        var problems = new ProblemList();
        var lexer = new DirectiveLexer("f", text, problems);
        var words = new List<string>();
        while (lexer.Read() is { } directive)
            words.Add($"{directive.Name}({string.Join('|', directive.Arguments)})");

        problems.ThrowIfAny();
        return string.Join(' ', words);
    }
}
