using System.Text.RegularExpressions;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Tests.Parsing;

namespace Bulwark.Waf.Tests.Rules;

/// <summary>The installed rule set is resolved as a whole.</summary>
public sealed class CoreRuleSetTests
{
    private static readonly RuleSet Loaded = RuleSet.Load(CoreRuleSet.Files);

    [Fact]
    public void Has_a_rule_for_every_id()
    {
        var lines = CoreRuleSet.Files.SelectMany(File.ReadLines).Where(line => !line.TrimStart().StartsWith('#'));
        var ids = lines.Select(line => Regex.Match(line, @"(^|[,""])\s*id:(?<id>\d+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            .Where(match => match.Success).Select(match => int.Parse(match.Groups["id"].Value, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(ids.Order(), Loaded.Rules.Select(rule => rule.Id).Order());
        Assert.True(Loaded.Rules.Count() > 600);
    }

    [Fact]
    public void Goes_on_behind_the_marker_of_the_file() =>
        Assert.All(Loaded.Rules.Where(rule => rule.JumpTo is not null), rule =>
        {
            var rules = Loaded[rule.Phase];
            Assert.InRange(rule.JumpTo!.Value, rules.ToList().IndexOf(rule) + 1, rules.Count);
        });

    [Fact]
    public void Knows_what_the_rules_call_themselves() => Assert.Single(Loaded.Settings.Components, name => name.StartsWith("OWASP_CRS/", StringComparison.Ordinal));
}
