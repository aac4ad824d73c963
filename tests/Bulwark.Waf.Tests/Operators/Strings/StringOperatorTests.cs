namespace Bulwark.Waf.Tests.Operators.Strings;

public sealed class StringOperatorTests
{
    [Theory]
    [InlineData("beginsWith", "GET", "GET /", true)]
    [InlineData("beginsWith", "GET", "get /", false)]
    [InlineData("beginsWith", "GET", "GE", false)]
    [InlineData("beginsWith", "GET", " GET", false)]
    [InlineData("endsWith", ".bak", "/a.bak", true)]
    [InlineData("endsWith", ".bak", "/a.BAK", false)]
    [InlineData("endsWith", ".bak", "/a.bak ", false)]
    [InlineData("contains", "union", "a union b", true)]
    [InlineData("contains", "union", "a Union b", false)]
    [InlineData("contains", "#", "", false)]
    [InlineData("contains", "ä", "\xC3\xA4", true)]
    [InlineData("strmatch", "WebZIP", "WebZIP/1.0", true)]
    [InlineData("strmatch", "WebZIP", "WebZ", false)]
    [InlineData("streq", "TRACE", "TRACE", true)]
    [InlineData("streq", "TRACE", "TRACE ", false)]
    [InlineData("streq", "TRACE", "trace", false)]
    [InlineData("streq", "", "", true)]
    [InlineData("within", "GET HEAD POST", "HEAD", true)]
    [InlineData("within", "GET HEAD POST", "head", false)]
    [InlineData("within", "GET HEAD POST", "PUT", false)]
    [InlineData("within", "GET HEAD POST", "T H", true)]
    [InlineData("within", "GET HEAD POST", "", true)]
    public void Compares_bytes(string name, string argument, string value, bool matches) => OperatorCases.Check(name, argument, value, matches);

    [Theory]
    [InlineData("select", "select", true)]
    [InlineData("select", "a select b", true)]
    [InlineData("select", "select b", true)]
    [InlineData("select", "a select", true)]
    [InlineData("select", "selected", false)]
    [InlineData("select", "preselect", false)]
    [InlineData("select", "selected, select", true)]
    [InlineData("select", "select1_select", true)]
    [InlineData("select", "", false)]
    [InlineData("", "", true)]
    [InlineData("aa", "aaa", false)]
    public void Words_have_no_letter_beside_them(string word, string value, bool matches) => OperatorCases.Check("containsWord", word, value, matches);

    [Theory]
    [InlineData("beginsWith", "%{tx.one}t", "onetwo", true)]
    [InlineData("endsWith", "%{tx.two}", "onetwo", true)]
    [InlineData("contains", "%{tx.two}", "onetwothree", true)]
    [InlineData("containsWord", "%{tx.two}", "onetwo", false)]
    [InlineData("streq", "%{tx.one}%{tx.two}", "onetwo", true)]
    [InlineData("strmatch", "%{tx.one}", "two", false)]
    [InlineData("within", "|%{tx.one}|%{tx.two}|", "|two|", true)]
    public void Macros_count_as_what_they_stand_for(string name, string argument, string value, bool matches) =>
        OperatorCases.Check(name, argument, value, matches);
}
