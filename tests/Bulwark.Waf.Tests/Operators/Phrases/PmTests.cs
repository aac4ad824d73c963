using System.Text;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Operators.Phrases;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Tests.Operators.Phrases;

public sealed class PmTests
{
    [Theory]
    [InlineData("WebZIP WebCopier", "Mozilla webzip/1", "webzip")]
    [InlineData("WebZIP\tWebCopier", "WEBCOPIER", "WEBCOPIER")]
    [InlineData("he she his hers", "ushers", "she")]
    [InlineData("bc abcd", "abcd", "bc")]
    [InlineData("abcd bcx", "abcy", null)]
    [InlineData("abcd bcx", "abcbcx", "bcx")]
    [InlineData("aab", "aaaaab", "aab")]
    [InlineData("a", "", null)]
    [InlineData("a|0d 0A|b c|7c|d", "x\r\nA\r\nB", "A\r\nB")]
    [InlineData("a|0d 0A|b c|7c|d", "C|D", "C|D")]
    [InlineData("grün", "GR\xC3\xBCN", "GR\xC3\xBCN")]
    public void Captures_the_phrase_that_ends_first_as_it_stands_in_the_value(string list, string value, string? found)
    {
        var context = new OperatorContext();

        var matches = OperatorCases.Create("pm", list).Evaluate(context, Encoding.Latin1.GetBytes(value));

        Assert.Equal(found is not null, matches);
        Assert.Equal(found is null ? 0 : 1, context.Captured.Count);
        Assert.Equal(found ?? "", matches ? Encoding.Latin1.GetString(context.Captured[0]) : "");
    }

    [Theory]
    [InlineData(" ", "@pm needs phrases")]
    [InlineData("a|41", "@pm: a bar is missing in 'a|41'")]
    [InlineData("a|4g|", "@pm: '4g' between bars are no hexadecimal numbers")]
    public void Refuses_a_list_that_is_none(string list, string message) => OperatorCases.Refuses("pm", list, message);

    [Fact]
    public void A_file_has_a_phrase_on_each_line_and_comments()
    {
        var directory = Directory.CreateTempSubdirectory();
        File.WriteAllText(Path.Combine(directory.FullName, "words.data"), "# words\n\n  # more\nrm -rf\r\n/etc/passwd \nsed#1\n");
        var rule = new SourceLocation(Path.Combine(directory.FullName, "rules.conf"), 1);

        foreach (var name in (string[])["pmFromFile", "pmf"])
        {
            var pm = (Pm)OperatorTable.Create(new OperatorSyntax(name, "words.data", IsNegated: false), rule);

            Assert.Equal("rm -rf|/etc/passwd |sed#1", string.Join('|', pm.Phrases.Select(Encoding.ASCII.GetString)));
        }

        directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData("pmFromFile", "", "@pmFromFile needs a file")]
    [InlineData("ipMatchFromFile", "https://example.org/list", "@ipMatchFromFile: 'https://example.org/list' is not fetched; keep a copy beside the rules")]
    public void Refuses_what_is_no_file_of_this_machine(string name, string argument, string message) => OperatorCases.Refuses(name, argument, message);

    [Fact]
    public void Refuses_a_path_that_no_file_can_have() =>
        OperatorCases.Refuses("pmFromFile", "a\0b", "@pmFromFile: the file 'a\0b' cannot be read: Null character in path. (Parameter 'path')");

    [Fact]
    public void Refuses_a_file_that_is_not_there()
    {
        var path = Path.Combine(Path.GetTempPath(), "bulwark-no-such-file.data");

        OperatorCases.Refuses("pmFromFile", path, $"@pmFromFile: the file '{path}' cannot be read: Could not find file '{path}'.");
    }
}
