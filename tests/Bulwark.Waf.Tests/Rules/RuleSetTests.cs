using Bulwark.Waf.Parsing.Syntax;
using Bulwark.Waf.Rules;
using Bulwark.Waf.Rules.Actions;

namespace Bulwark.Waf.Tests.Rules;

public sealed class RuleSetTests
{
    [Fact]
    public void Resolves_everything_that_a_rule_says()
    {
        var rule = Only("""
            SecRule ARGS|!ARGS:a|&TX:b "!@within x" \
                "id:7,phase:response,deny,status:500,t:none,t:lowercase,capture,multiMatch,msg:'M %{tx.a}',logdata:L,severity:ERROR,\
                tag:a,tag:b,ver:V,rev:2,maturity:3,accuracy:4,noauditlog"
            """);

        Assert.Equal((7, RulePhase.ResponseBody, true, false), (rule.Id, rule.Phase, rule.IsLogged, rule.IsAuditLogged));
        Assert.Equal(new Disruption(DisruptionKind.Deny, 500), rule.Disruption);
        var link = Assert.Single(rule.Links);
        Assert.Equal("Args[a] &Tx:b", Targets(link));
        Assert.Equal(new OperatorSyntax("within", "x", IsNegated: true), link.Operator);
        Assert.Equal("lowercase", Assert.Single(link.Transformations));
        Assert.True(link is { IsCapture: true, IsMultiMatch: true, Version: "V", Revision: "2", Maturity: 3, Accuracy: 4, Severity: Severity.Error });
        Assert.Equal(("M %{tx.a}", "L", "a b"), (link.Message?.Text, link.LogData?.Text, string.Join(' ', link.Tags)));
    }

    [Theory]
    [InlineData("pass", "Pass 403")]
    [InlineData("deny", "Deny 403")]
    [InlineData("deny,status:406", "Deny 406")]
    [InlineData("drop", "Drop 403")]
    [InlineData("allow", "Allow 403")]
    [InlineData("allow:phase", "AllowPhase 403")]
    [InlineData("allow:REQUEST", "AllowRequest 403")]
    [InlineData("redirect:'http://a/?b,c'", "Redirect 302 http://a/?b,c")]
    [InlineData("redirect:http://a/,status:307", "Redirect 307 http://a/")]
    [InlineData("redirect:http://a/,status:404", "Redirect 302 http://a/")]
    [InlineData("proxy:http://a/", "Proxy 403 http://a/")]
    [InlineData("deny,pass", "Pass 403")]
    [InlineData("block", "Pass 403")]
    public void Knows_the_disruptive_action(string actions, string expected)
    {
        var disruption = Only($"SecAction \"id:1,{actions}\"").Disruption;
        Assert.Equal(expected, $"{disruption.Kind} {disruption.Status} {disruption.Url}".TrimEnd());
    }

    [Theory]
    [InlineData("phase:1,block", "Deny 406 lowercase True a")]
    [InlineData("phase:1", "Deny 406 lowercase True a")]
    [InlineData("phase:1,pass,log", "Pass 406 lowercase True a")]
    [InlineData("phase:1,block,status:429,t:none,t:trim,tag:b", "Deny 429 trim True a b")]
    [InlineData("phase:1,deny,nolog", "Deny 406 lowercase False a")]
    [InlineData("phase:2,block", "Pass 403  True")]
    public void Inherits_the_default_actions_of_its_phase(string actions, string expected)
    {
        var rule = Only($"""
            SecRule ARGS a "id:1,{actions}"
            SecDefaultAction "phase:1,log,auditlog,deny,status:406,t:lowercase,tag:a"
            """);

        Assert.Equal(
            expected,
            $"{rule.Disruption.Kind} {rule.Disruption.Status} {string.Join(',', rule.Head.Transformations)} {rule.IsLogged} {string.Join(' ', rule.Head.Tags)}".TrimEnd());
    }

    [Fact]
    public void Puts_rules_in_the_order_of_their_phases()
    {
        var rules = RuleSet.LoadText("rules", """
            SecAction "id:1,phase:2"
            SecAction "id:2,phase:1"
            SecAction "id:3"
            SecAction "id:4,phase:logging"
            SecAction "id:5,phase:3"
            """);

        Assert.Equal("2 1 3 5 4", Ids(rules.Rules));
        Assert.Equal("1 3", Ids(rules[RulePhase.RequestBody]));
        Assert.Empty(rules[RulePhase.ResponseBody]);
    }

    [Fact]
    public void Links_chained_rules()
    {
        var rule = Only("""
            SecDefaultAction "phase:1,pass,t:lowercase,tag:x"
            SecRule ARGS a "id:1,phase:1,block,chain,setvar:tx.a=1"
                SecRule TX:a "@eq 1" "chain,t:none,setvar:tx.b=1,ctl:ruleEngine=Off"
                SecAction "setvar:tx.c=1,skipAfter:END"
            SecMarker END
            """);

        Assert.Equal(3, rule.Links.Count);
        Assert.Equal("lowercase||lowercase", string.Join('|', rule.Links.Select(link => string.Join(',', link.Transformations))));
        Assert.Equal("1 0 0", string.Join(' ', rule.Links.Select(link => link.Tags.Count)));
        Assert.Equal("1 2 1", string.Join(' ', rule.Links.Select(link => link.Actions.Count)));
        Assert.Equal(1, rule.JumpTo);
        Assert.Null(rule.Links[2].Operator);
    }

    [Theory]
    [InlineData("skip:1", 2)]
    [InlineData("skip:2", 3)]
    [InlineData("skip:9", 4)]
    [InlineData("skipAfter:A", 2)]
    [InlineData("skipAfter:B", 4)]
    [InlineData("skipAfter:3", 3)]
    public void Turns_jumps_into_indices(string jump, int expected)
    {
        var rules = RuleSet.LoadText("rules", Jumps(jump, ""));
        Assert.Equal(expected, rules[RulePhase.RequestHeaders][0].JumpTo);
    }

    [Theory]
    [InlineData("skip:1", 1)]
    [InlineData("skip:2", 2)]
    [InlineData("skipAfter:A", 1)]
    [InlineData("skipAfter:B", 3)]
    [InlineData("skipAfter:2", 1)]
    public void Jumps_to_the_same_place_when_rules_have_been_removed(string jump, int expected)
    {
        var rules = RuleSet.LoadText("rules", Jumps(jump, "SecRuleRemoveById 2"));
        Assert.Equal("1 3 4", Ids(rules[RulePhase.RequestHeaders]));
        Assert.Equal(expected, rules[RulePhase.RequestHeaders][0].JumpTo);
    }

    [Theory]
    [InlineData("SecRuleRemoveById 1 3", "2 4")]
    [InlineData("SecRuleRemoveById \"1-2 4\"", "3")]
    [InlineData("SecRuleRemoveById 9", "1 2 3 4")]
    [InlineData("SecRuleRemoveByTag even", "1 3")]
    [InlineData("SecRuleRemoveByTag eve", "1 2 3 4")]
    [InlineData("SecRuleRemoveByMsg \"Hit %{tx.0}\"", "1 2 4")]
    public void Removes_rules_wherever_they_stand(string directive, string expected)
    {
        var rules = RuleSet.LoadText("rules", $"""
            SecAction "id:1,tag:odd"
            SecAction "id:2,tag:even"
            {directive}
            SecAction "id:3,tag:odd,msg:'Hit %{"{tx.0}"}'"
            SecAction "id:4,tag:even"
            """);

        Assert.Equal(expected, Ids(rules.Rules));
    }

    [Theory]
    [InlineData("SecRuleUpdateTargetById 1 !ARGS:a", "Args[=a] &Args:n RequestCookies:s|RequestHeaders")]
    [InlineData("SecRuleUpdateTargetById 1 \"!ARGS:/^a/|!ARGS:/^a/\"", "Args[~^a] &Args:n RequestCookies:s|RequestHeaders")]
    [InlineData("SecRuleUpdateTargetById 1-9 TX:x", "Args &Args:n RequestCookies:s Tx:x|RequestHeaders")]
    [InlineData("SecRuleUpdateTargetById 1 !REQUEST_COOKIES:s", "Args &Args:n|RequestHeaders")]
    [InlineData("SecRuleUpdateTargetById 1 !REQUEST_COOKIES:S", "Args &Args:n RequestCookies:s[=S]|RequestHeaders")]
    [InlineData("SecRuleUpdateTargetById 1 !ARGS", "&Args:n RequestCookies:s|RequestHeaders")]
    [InlineData("SecRuleUpdateTargetById 1 \"!ARGS,!REQUEST_COOKIES:/s/\"", "&Args:n RequestCookies:s[~s]|RequestHeaders")]
    [InlineData("SecRuleUpdateTargetById 1 \"!ARGS,!REQUEST_COOKIES\"", "&Args:n RequestCookies:s|RequestHeaders")]
    [InlineData("SecRuleUpdateTargetById 1 !ARGS:n", "Args[=n] RequestCookies:s|RequestHeaders")]
    [InlineData("SecRuleUpdateTargetByTag t !ARGS", "&Args:n RequestCookies:s|RequestHeaders")]
    [InlineData("SecRuleUpdateTargetByMsg \"A message\" !ARGS", "&Args:n RequestCookies:s|RequestHeaders")]
    [InlineData("SecRuleUpdateTargetByTag T !ARGS", "Args &Args:n RequestCookies:s|RequestHeaders")]
    public void Updates_the_targets_of_the_first_rule_of_a_chain(string directive, string expected)
    {
        var rule = Only($"""
            {directive}
            SecRule ARGS|&ARGS:n|REQUEST_COOKIES:s a "id:1,chain,tag:t,msg:'A message'"
            SecRule REQUEST_HEADERS b
            """);

        Assert.Equal(expected, string.Join('|', rule.Links.Select(Targets)));
    }

    [Fact]
    public void Updates_actions()
    {
        var rule = Only("""
            SecRule ARGS a "id:1,deny,status:500,t:lowercase,setvar:tx.a=1,msg:old,tag:a,chain"
            SecRule ARGS b "setvar:tx.b=1"
            SecRuleUpdateActionById 1 "t:none,t:trim,redirect:'http://%{request_headers.host}/',setvar:tx.c=1,msg:new,tag:b"
            SecRuleUpdateActionById 1:1 "setvar:tx.d=1"
            """);

        Assert.Equal((DisruptionKind.Redirect, 302, "http://%{request_headers.host}/"), (rule.Disruption.Kind, rule.Disruption.Status, rule.Disruption.Url?.Text));
        Assert.Equal("trim", string.Join(',', rule.Head.Transformations));
        Assert.Equal("a,c|b,d", string.Join('|', rule.Links.Select(link => string.Join(',', link.Actions.Cast<SetVariable>().Select(set => set.Name.Text)))));
        Assert.Equal(("new", "a,b"), (rule.Head.Message?.Text, string.Join(',', rule.Head.Tags)));
    }

    internal static Rule Only(string text) => Assert.Single(RuleSet.LoadText("rules", text).Rules);

    private static string Jumps(string jump, string more) => $"""
        SecAction "id:1,phase:1,{jump}"
        SecAction "id:9,phase:2"
        SecAction "id:2,phase:1"
        SecMarker A
        SecAction "id:3,phase:1"
        SecAction "id:4,phase:1"
        SecMarker B
        SecMarker A
        {more}
        """;

    private static string Ids(IEnumerable<Rule> rules) => string.Join(' ', rules.Select(rule => rule.Id));

    private static string Targets(RuleLink link) => string.Join(' ', link.Targets.Select(target =>
        (target.IsCount ? "&" : "") + target.Kind + (target.Selector is null ? "" : $":{target.Selector}")
        + (target.Exclusions.Count == 0 ? "" : $"[{string.Join(',', target.Exclusions.Select(exclusion => (exclusion.IsRegex ? "~" : exclusion.IsExact ? "=" : "") + exclusion.Selector))}]")));
}
