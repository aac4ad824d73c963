using Bulwark.Waf.Parsing;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Tests.Parsing;

public sealed class MacroTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("100 %", "'100 %'")]
    [InlineData("%{tx.score}", "TX(score)")]
    [InlineData("%{TX:1}", "TX(1)")]
    [InlineData("a%{MATCHED_VAR}b%{request_headers.user-agent}", "'a' MATCHED_VAR 'b' REQUEST_HEADERS(user-agent)")]
    [InlineData("%{rule.msg}%{ip.a.b}", "RULE(msg) IP(a.b)")]
    [InlineData("%%{unique_id}}", "'%' UNIQUE_ID '}'")]
    public void Reads_literals_and_macros(string text, string expected)
    {
        var macro = MacroText.Parse(text);

        Assert.Equal(expected, string.Join(' ', macro.Parts.Select(Text)));
        Assert.Equal(text, macro.Text);
        Assert.Equal(!text.Contains("%{", StringComparison.Ordinal), macro.IsConstant);
    }

    [Theory]
    [InlineData("%{tx.a", "the macro %{tx.a does not end")]
    [InlineData("%{}", "the macro %{} names no variable")]
    [InlineData("%{foo.bar}", "the macro %{foo.bar} names no variable")]
    [InlineData("%{tx.}", "the macro %{tx.}: TX has no part ''")]
    [InlineData("%{request_uri.a}", "the macro %{request_uri.a}: REQUEST_URI has no part 'a'")]
    public void Refuses_macros_of_nothing(string text, string message) =>
        Assert.Equal(message, Assert.Throws<RuleException>(() => MacroText.Parse(text)).Message);

    private static string Text(MacroPart part) => part.Variable is not { } kind
        ? $"'{part.Literal}'"
        : VariableTable.NameOf(kind) + (part.Selector is null ? "" : $"({part.Selector})");
}
