namespace Bulwark.Waf.Tests.Evaluation;

/// <summary>What is taken away from rules is what libmodsecurity 3.0.9 takes away, value by value.</summary>
public sealed class RemovedTargetTests
{
    private const string Values = "ARGS:foo ARGS:FOO ARGS:Foo ARGS:bar";
    private const string Headers = "REQUEST_HEADERS:Host REQUEST_HEADERS:User-Agent REQUEST_HEADERS:Accept";

    [Theory]
    [InlineData("ARGS", "ARGS:foo", "ARGS:FOO ARGS:Foo ARGS:bar")]
    [InlineData("ARGS", "ARGS:Foo", "ARGS:foo ARGS:FOO ARGS:bar")]
    [InlineData("ARGS", "ARGS", "")]
    [InlineData("ARGS", "ARGS_GET", Values)]
    [InlineData("ARGS:foo", "ARGS", "ARGS:foo ARGS:FOO ARGS:Foo")]
    [InlineData("ARGS:foo", "ARGS:foo", "")]
    [InlineData("ARGS:foo", "ARGS:FOO", "ARGS:foo ARGS:Foo")]
    [InlineData("ARGS:/^fo/", "ARGS", "ARGS:foo ARGS:FOO ARGS:Foo")]
    [InlineData("ARGS:/^fo/", "ARGS:Foo", "ARGS:foo ARGS:FOO")]
    [InlineData("&ARGS", "ARGS", "")]
    [InlineData("&ARGS", "ARGS:foo", "ARGS=4")]
    [InlineData("&ARGS:foo", "ARGS", "ARGS:foo=3")]
    [InlineData("&ARGS:foo", "ARGS:foo", "")]
    [InlineData("&ARGS:foo", "ARGS:Foo", "ARGS:foo=3")]
    [InlineData("REQUEST_HEADERS", "REQUEST_HEADERS:Accept", "REQUEST_HEADERS:Host REQUEST_HEADERS:User-Agent")]
    [InlineData("&REQUEST_HEADERS", "REQUEST_HEADERS", "")]
    [InlineData("TX|TX:foo|&TX:foo", "TX:foo", "TX:bar")]
    public void A_ctl_takes_away_the_very_name_or_the_very_target(string targets, string removed, string expected)
    {
        foreach (var form in (string[])["ById=42", "ByTag=some", "ByMsg=Some"])
            Assert.Equal(expected, Matched($"SecAction \"id:1,phase:1,pass,nolog,setvar:tx.foo=1,setvar:tx.bar=1,ctl:ruleRemoveTarget{form};{removed}\"", targets, ""));
    }

    [Theory]
    [InlineData("ById=42")]
    [InlineData("ByTag=some")]
    public void A_ctl_is_about_the_head_of_a_chain(string form)
    {
        var engine = WafEngine.Load(new RuleSources().AddText("test", $"""
            SecAction "id:1,phase:1,pass,nolog,ctl:ruleRemoveTarget{form};ARGS:foo"
            SecRule ARGS "@rx ." "id:42,phase:2,pass,log,tag:some,chain"
                SecRule ARGS|&ARGS:foo "@rx [13]"
            """));

        var match = Assert.Single(SampleRequest.Get("/?foo=1&bar=4").Run(engine).Matches);

        Assert.Equal("ARGS:bar ARGS:foo ARGS:foo", string.Join(' ', match.Variables.Select(variable => variable.Name)));
    }

    /// <remarks>A difference from libmodsecurity, to which the header of that request is another one than the exclusion's: headers have no case.</remarks>
    [Fact]
    public void The_case_of_headers_does_not_count() =>
        Assert.Equal("REQUEST_HEADERS:User-Agent REQUEST_HEADERS:Accept", Matched("SecAction \"id:1,phase:1,pass,nolog,ctl:ruleRemoveTargetById=42;REQUEST_HEADERS:host\"", "REQUEST_HEADERS", ""));

    [Theory]
    [InlineData("ARGS", "!ARGS:foo", "ARGS:FOO ARGS:Foo ARGS:bar")]
    [InlineData("ARGS", "!ARGS:FOO", "ARGS:foo ARGS:Foo ARGS:bar")]
    [InlineData("ARGS", "!ARGS:/^fo/", "ARGS:bar")]
    [InlineData("ARGS:foo", "!ARGS", "ARGS:foo ARGS:FOO ARGS:Foo")]
    [InlineData("ARGS:foo", "!ARGS:foo", "")]
    [InlineData("ARGS:foo", "!ARGS:FOO", "ARGS:foo ARGS:Foo")]
    [InlineData("ARGS:foo", "!ARGS:/^fo/", "")]
    [InlineData("&ARGS|&ARGS:foo", "!ARGS", "ARGS:foo=3")]
    [InlineData("&ARGS|&ARGS:foo", "!ARGS:foo", "ARGS=4")]
    [InlineData("&ARGS|&ARGS:foo", "!ARGS:FOO", "ARGS=4 ARGS:foo=3")]
    public void An_update_takes_away_the_very_name_or_the_very_target(string targets, string update, string expected)
    {
        foreach (var form in (string[])["ById 42", "ByTag some", "ByMsg Some"])
            Assert.Equal(expected, Matched("", targets, $"SecRuleUpdateTarget{form} {update}"));
    }

    [Theory]
    [InlineData("ARGS|!ARGS:foo", "ARGS:bar")]
    [InlineData("ARGS|!ARGS:FOO", "ARGS:bar")]
    [InlineData("ARGS:/^fo/|!ARGS:foo", "")]
    [InlineData("ARGS:foo|!ARGS:FOO", "ARGS:foo ARGS:FOO ARGS:Foo")]
    [InlineData("ARGS:foo|!ARGS:/^fo/", "ARGS:foo ARGS:FOO ARGS:Foo")]
    [InlineData("ARGS:foo|!ARGS", "ARGS:foo ARGS:FOO ARGS:Foo")]
    [InlineData("&ARGS|!ARGS:foo", "ARGS=4")]
    [InlineData("&ARGS|&ARGS:foo|!ARGS:foo", "ARGS=4")]
    [InlineData("REQUEST_HEADERS|!REQUEST_HEADERS:other", Headers)]
    public void An_exclusion_of_the_rule_itself_does_not_look_at_case(string targets, string expected) => Assert.Equal(expected, Matched("", targets, ""));

    private static string Matched(string before, string targets, string after)
    {
        var engine = WafEngine.Load(new RuleSources().AddText("test", $"""
            {before}
            SecRule {targets} "@rx ." "id:42,phase:2,pass,log,tag:some,msg:'Some'"
            {after}
            """));
        var isCount = targets.StartsWith('&');
        var match = SampleRequest.Get("/?foo=1&FOO=2&Foo=3&bar=4").Run(engine).Matches.SingleOrDefault();
        return string.Join(' ', (match?.Variables ?? []).Select(variable => isCount ? $"{variable.Name}={System.Text.Encoding.ASCII.GetString(variable.Value.Span)}" : variable.Name));
    }
}
