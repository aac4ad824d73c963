using System.Text.RegularExpressions;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Tests.Parsing;

/// <summary>The installed rule set is read as a whole: what the parser counts is what a plain search through the lines counts.</summary>
public sealed class CoreRuleSetParsingTests
{
    private static readonly IReadOnlyList<Directive> Directives = SecLangParser.ParseFiles(CoreRuleSet.Files).Directives;

    private static readonly string Lines =
        string.Join('\n', CoreRuleSet.Files.SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith('#')));

    [Fact]
    public void Reads_every_directive()
    {
        Assert.Equal(Count(@"^\s*SecRule\s"), Directives.OfType<SecRule>().Count());
        Assert.Equal(Count(@"^\s*SecMarker\s"), Directives.OfType<SecMarker>().Count());
        Assert.Equal(Count(@"^\s*SecAction\s"), Directives.OfType<SecAction>().Count());
        Assert.True(Directives.OfType<SecRule>().Count() > 700);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("tag")]
    [InlineData("setvar")]
    [InlineData("ctl")]
    [InlineData("msg")]
    [InlineData("t")]
    [InlineData("skipAfter")]
    public void Reads_every_action(string name) =>
        Assert.Equal(Count($@"(^|[,""])\s*{name}:"), Directives.SelectMany(Actions).Count(action => action.Name == name));

    [Fact]
    public void Tells_where_each_directive_begins() =>
        Assert.All(Directives.Where(directive => directive is SecRule or SecAction), directive =>
        {
            var line = File.ReadLines(directive.Location.File).ElementAt(directive.Location.Line - 1).TrimStart();
            Assert.StartsWith(directive.GetType().Name, line, StringComparison.Ordinal);
        });

    private static int Count(string pattern) => Regex.Count(Lines, pattern, RegexOptions.Multiline, TimeSpan.FromSeconds(10));

    private static IReadOnlyList<ActionSyntax> Actions(Directive directive) => directive switch
    {
        SecRule rule => rule.Actions,
        SecAction action => action.Actions,
        _ => [],
    };
}
