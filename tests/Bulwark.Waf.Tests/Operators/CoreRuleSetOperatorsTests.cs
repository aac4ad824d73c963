using Bulwark.Waf.Operators;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Tests.Operators;

public sealed class CoreRuleSetOperatorsTests
{
    private const string Directory = "/usr/share/modsecurity-crs/rules"; // Debian's package modsecurity-crs

    [Fact]
    public void All_operators_of_the_core_rule_set_can_be_made()
    {
        var rules = System.IO.Directory.GetFiles(Directory, "*.conf").SelectMany(path => SecLangParser.ParseFile(path).Directives).OfType<SecRule>().ToList();

        foreach (var rule in rules)
            Assert.NotNull(OperatorTable.Create(rule.Operator, rule.Location));

        Assert.True(rules.Count > 500);
    }
}
