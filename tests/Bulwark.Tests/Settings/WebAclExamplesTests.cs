using System.Text;
using System.Text.RegularExpressions;
using Bulwark.Core.Configuration;
using Bulwark.Settings;
using Bulwark.Testing;

namespace Bulwark.Tests.Settings;

/// <summary>What the runbook tells operators to copy is good.</summary>
public sealed partial class WebAclExamplesTests
{
    public static TheoryData<string> Examples => new(Fences().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "runbooks", "web-acl.md"))).Select(match => match.Groups["text"].Value));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_of_the_runbook_is_good(string example)
    {
        var settings = SettingsReader.Parse(Encoding.UTF8.GetBytes($"{{ {example} }}"), "example", SettingsJson.Default.BulwarkOptions).Value;

        Assert.NotEmpty(settings.Edge.Waf.Rules);
    }

    [Fact]
    public void There_are_examples() => Assert.True(Examples.Count >= 4);

    [Fact]
    public void Every_problem_of_a_rule_is_told_with_its_line()
    {
        const string Text = """
            {
              "edge": { "waf": { "rules": [
                {
                  "name": "a", "priority": 1,
                  "statement": { "byteMatch": { "field": { "kind": "uriPath", "name": "x" },
                    "searchString": "", "position": "contains" } },
                  "action": { "kind": "count", "status": 404 },
                  "labels": ["a b"]
                }
              ] } }
            }
            """;

        var e = Assert.Throws<ConfigException>(() => SettingsReader.Parse(Encoding.UTF8.GetBytes(Text), "f", SettingsJson.Default.BulwarkOptions));

        Assert.Equal(
            [
                "f:5: edge.waf.rules[0].statement.byteMatch.field.name UriPath has no name",
                "f:6: edge.waf.rules[0].statement.byteMatch.searchString is empty: it stands in every value",
                "f:7: edge.waf.rules[0].action status, body and responseHeaders belong to Block, not to Count",
                "f:8: edge.waf.rules[0].labels[0] 'a b' holds something else than letters, digits, '_', '-' and colons",
            ],
            e.Problems);
    }

    [Theory]
    [InlineData("""{ "kind": "stop" }""", "f:1: edge.waf.rules[0].action.kind \"stop\" is not one of \"allow\", \"block\", \"count\"")]
    [InlineData("""{ "kind": "block", "satus": 404 }""", "f:1: edge.waf.rules[0].action.satus is not a setting; did you mean 'status'?")]
    [InlineData("""{ "status": 404 }""", "f:1: edge.waf.rules[0].action.kind is missing")]
    public void Words_that_are_none_are_told(string action, string problem)
    {
        var text = $$"""{ "edge": { "waf": { "rules": [ { "name": "a", "priority": 1, "statement": { "ipSet": { "addresses": ["192.0.2.1"] } }, "action": {{action}} } ] } } }""";

        var e = Assert.Throws<ConfigException>(() => SettingsReader.Parse(Encoding.UTF8.GetBytes(text), "f", SettingsJson.Default.BulwarkOptions));

        Assert.Equal([problem], e.Problems);
    }

    [GeneratedRegex(@"```jsonc\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fences();
}
