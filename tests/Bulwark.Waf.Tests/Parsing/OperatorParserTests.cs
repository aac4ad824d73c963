using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Tests.Parsing;

public sealed class OperatorParserTests
{
    [Theory]
    [InlineData("@rx ^a", "rx", "^a", false)]
    [InlineData("@rx  ^a b ", "rx", "^a b ", false)]
    [InlineData("^a@b", "rx", "^a@b", false)]
    [InlineData("!^a", "rx", "^a", true)]
    [InlineData("!@WITHIN GET HEAD", "within", "GET HEAD", true)]
    [InlineData("! @eq 0", "eq", "0", true)]
    [InlineData("@detectsqli", "detectSQLi", "", false)]
    [InlineData("@pmf a.data", "pmFromFile", "a.data", false)]
    [InlineData("@ipMatchF a.data", "ipMatchFromFile", "a.data", false)]
    [InlineData("@contains\ta", "contains", "a", false)]
    public void Reads_an_operator(string text, string name, string argument, bool isNegated) =>
        Assert.Equal(new OperatorSyntax(name, argument, isNegated), OperatorParser.Parse(text));

    [Theory]
    [InlineData("", "the operator is empty")]
    [InlineData("! ", "the operator is empty")]
    [InlineData("@", "unknown operator '@'")]
    [InlineData("@rxx a", "unknown operator '@rxx'")]
    [InlineData("@rx(a)", "unknown operator '@rx(a)'")]
    [InlineData("@rsub s/a/b/", "unknown operator '@rsub'")]
    public void Refuses_what_is_no_operator(string text, string message) =>
        Assert.Equal(message, Assert.Throws<RuleException>(() => OperatorParser.Parse(text)).Message);
}
