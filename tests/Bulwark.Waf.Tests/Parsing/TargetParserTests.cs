using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Tests.Parsing;

public sealed class TargetParserTests
{
    [Theory]
    [InlineData("ARGS", "ARGS")]
    [InlineData("args|Request_Headers", "ARGS REQUEST_HEADERS")]
    [InlineData("ARGS , ARGS_NAMES", "ARGS ARGS_NAMES")]
    [InlineData("ARGS:foo", "ARGS[foo]")]
    [InlineData("ARGS.foo", "ARGS[foo]")]
    [InlineData("ARGS:a[0][b]|TX:0", "ARGS[a[0][b]] TX[0]")]
    [InlineData("ARGS:a:b=c", "ARGS[a:b=c]")]
    [InlineData("REQUEST_HEADERS:User-Agent", "REQUEST_HEADERS[User-Agent]")]
    [InlineData("REQUEST_HEADERS:'X Y'", "REQUEST_HEADERS[X Y]")]
    [InlineData("&ARGS:foo", "&ARGS[foo]")]
    [InlineData("ARGS|!ARGS:foo|!ARGS:/^a/", "ARGS !ARGS[foo] !ARGS[~^a]")]
    [InlineData("TX:/a|b/|ARGS", "TX[~a|b] ARGS")]
    [InlineData("TX:'/a|b/'|ARGS", "TX[~a|b] ARGS")]
    [InlineData("TX:/a{1,2}/,ARGS", "TX[~a{1,2}] ARGS")]
    [InlineData(@"TX:/a\/b/|ARGS", @"TX[~a\/b] ARGS")]
    [InlineData(@"TX:'it\'s'", "TX[it's]")]
    [InlineData("REQUEST_COOKIES|!REQUEST_COOKIES:/__utm/|XML:/*", "REQUEST_COOKIES !REQUEST_COOKIES[~__utm] XML[/*]")]
    [InlineData("XML://@*|ARGS", "XML[//@*] ARGS")]
    [InlineData("ARGS|!XML", "ARGS !XML")]
    [InlineData("STATUS|MULTIPART_SEMICOLON_MISSING", "RESPONSE_STATUS MULTIPART_MISSING_SEMICOLON")]
    public void Reads_variables(string text, string expected) => Assert.Equal(expected, string.Join(' ', TargetParser.Parse(text).Select(Text)));

    [Theory]
    [InlineData("", "a variable is missing in ''")]
    [InlineData("ARGS|", "a variable is missing in 'ARGS|'")]
    [InlineData("!", "a variable is missing in '!'")]
    [InlineData("ARGZ", "unknown variable 'ARGZ'")]
    [InlineData("ARGS:", "ARGS has an empty name behind it")]
    [InlineData("ARGS:|TX", "ARGS has an empty name behind it")]
    [InlineData("ARGS foo", "'foo' after ARGS is not understood")]
    [InlineData("ARGS-X", "'-X' after ARGS is not understood")]
    [InlineData("ARGS:'a", "'a does not end with a quote")]
    [InlineData("ARGS:'a'b", "'b' after ARGS is not understood")]
    [InlineData("ARGS:/a|TX", "the regular expression /a|TX does not end with a slash")]
    [InlineData("REQUEST_URI:a", "REQUEST_URI has no parts to choose from: 'a' cannot follow it")]
    [InlineData("XML", "XML: only XML:/* (all text) and XML://@* (all attribute values) are supported")]
    [InlineData("XML:/a/b", "XML:/a/b: only XML:/* (all text) and XML://@* (all attribute values) are supported")]
    public void Refuses_what_names_no_variable(string text, string message) =>
        Assert.Equal(message, Assert.Throws<RuleException>(() => TargetParser.Parse(text)).Message);

    [Theory]
    [InlineData("!ARGS")]
    [InlineData("&ARGS")]
    [InlineData("ARGS|TX")]
    public void Wants_one_plain_variable_where_there_can_be_one_only(string text) =>
        Assert.Equal($"'{text}' is not one variable", Assert.Throws<RuleException>(() => TargetParser.ParseOne(text)).Message);

    private static string Text(TargetSyntax target)
    {
        var form = target.Form switch { TargetForm.Count => "&", TargetForm.Exclusion => "!", TargetForm.Values => "" };
        return form + VariableTable.NameOf(target.Kind) + (target.Selector is null ? "" : $"[{(target.IsRegex ? "~" : "")}{target.Selector}]");
    }
}
