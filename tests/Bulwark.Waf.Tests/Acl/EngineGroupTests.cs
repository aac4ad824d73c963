using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Tests.Acl;

public sealed class EngineGroupTests
{
    private const string Scoring = """
        SecRuleEngine On
        SecRequestBodyAccess Off
        SecDefaultAction "phase:1,log,pass"
        SecDefaultAction "phase:2,log,pass"
        SecRule ARGS "@rx one" "id:1,phase:2,block,tag:attack-one,setvar:tx.score=+5"
        SecRule ARGS "@rx two" "id:2,phase:2,block,setvar:tx.score=+5"
        SecRule TX:score "@ge 10" "id:3,phase:2,deny,log,msg:'score'"
        SecRule ARGS "@rx silent" "id:4,phase:2,deny,nolog"
        SecRule ARGS "@rx on" "id:5,phase:1,pass,nolog,ctl:ruleEngine=On"
        SecRule ARGS "@rx over" "id:7,phase:1,pass,nolog,ctl:ruleEngine=Off,ctl:requestBodyAccess=Off"
        SecRule RESPONSE_STATUS "@eq 500" "id:6,phase:3,deny,log"
        """;

    private static readonly Lazy<WafEngine> ScoringEngine = new(() => BuiltInGroups.LoadEngine(new RuleSources().AddText("scoring", Scoring, "scores")));

    private static readonly Lazy<WafEngine> CrsEngine = new(() => BuiltInGroups.LoadEngine(new RuleSources().AddFolder("/usr/share/modsecurity-crs", "crs")));

    [Theory]
    [InlineData(GroupMode.Block, "/?a=one", false, "1")]
    [InlineData(GroupMode.Block, "/?a=one&b=two", true, "1,2,3")]
    [InlineData(GroupMode.Count, "/?a=one&b=two", false, "1,2,3")]
    [InlineData(GroupMode.Off, "/?a=one&b=two", false, "")]
    [InlineData(GroupMode.Block, "/?a=silent", true, "4")]
    [InlineData(GroupMode.Count, "/?a=silent", false, "4")]
    public void A_group_decides_by_its_rules_that_would_interrupt(GroupMode mode, string target, bool isBlocked, string matches)
    {
        var decision = Acl(mode).Decide(Get(target));

        Assert.Equal((isBlocked, matches), (decision.IsBlocked, Names(decision)));
        Assert.Equal(isBlocked ? "scores" : null, decision.Group);
    }

    [Fact]
    public void What_is_counted_says_what_it_would_have_done()
    {
        var matches = Acl(GroupMode.Count).Decide(Get("/?a=one&b=two")).Matches;

        Assert.Equal([(AclActionKind.Count, AclActionKind.Count), (AclActionKind.Count, AclActionKind.Count), (AclActionKind.Count, AclActionKind.Block)], matches.Select(match => (match.Action, match.Configured)));
        Assert.Equal("score", matches[2].Match!.Message);
    }

    [Fact]
    public void Modes_change_while_requests_run()
    {
        var acl = Acl(GroupMode.Count);
        Assert.False(acl.Decide(Get("/?a=silent")).IsBlocked);

        Assert.True(acl.TrySetMode("scores", GroupMode.Block));
        Assert.True(acl.Decide(Get("/?a=silent")).IsBlocked);

        Assert.True(acl.TrySetMode("scores", GroupMode.Off));
        Assert.Empty(acl.Decide(Get("/?a=silent")).Matches);
        Assert.Equal(GroupMode.Off, acl.ModeOf("scores"));
        Assert.False(acl.TrySetMode("none", GroupMode.Block));
    }

    [Fact]
    public void A_request_can_be_treated_otherwise_than_most()
    {
        var acl = Acl(GroupMode.Count);

        Assert.True(acl.Decide(Get("/?a=silent"), modeOf: (group, mode) => group == "scores" ? GroupMode.Block : mode).IsBlocked);
    }

    [Theory]
    [InlineData("3", AclActionKind.Count, false, "/?a=one&b=two", false, "1,2,3")]
    [InlineData("1", AclActionKind.Block, false, "/?a=one&b=two", true, "1")]
    [InlineData("1", AclActionKind.Allow, false, "/?a=one&b=two", false, "1")]
    [InlineData("1", AclActionKind.Block, true, "/?a=one&b=two", false, "1")]
    public void Actions_of_rules_are_overridden(string rule, AclActionKind kind, bool overrideToCount, string target, bool isBlocked, string matches)
    {
        var reference = new ManagedRuleGroupOptions
        {
            Name = "scores",
            OverrideToCount = overrideToCount,
            RuleActionOverrides = new Dictionary<string, AclActionOptions>(StringComparer.Ordinal) { [rule] = AclSample.Action(kind) },
        };

        var decision = Acl(GroupMode.Block, reference).Decide(Get(target));

        Assert.Equal((isBlocked, matches), (decision.IsBlocked, Names(decision)));
    }

    [Theory]
    [InlineData("/api?a=silent", true)]
    [InlineData("/?a=silent", false)]
    public void A_group_is_concerned_with_what_its_scope_names(string target, bool isBlocked) =>
        Assert.Equal(isBlocked, Acl(GroupMode.Block, new ManagedRuleGroupOptions { Name = "scores", ScopeDown = AclSample.PathStartsWith("/api") }).Decide(Get(target)).IsBlocked);

    [Fact]
    public void Matches_of_groups_are_labels_for_later_rules()
    {
        var label = new StatementOptions { LabelMatch = new LabelMatchOptions { Scope = LabelScope.Label, Key = "bulwark:scores:attack-one" } };
        var reference = new AclRuleOptions { Name = "scores", Priority = 1, Statement = new StatementOptions { ManagedRuleGroup = new ManagedRuleGroupOptions { Name = "scores" } } };
        var acl = AclSample.Create(
            new WebAclOptions { Rules = [reference, AclSample.Rule("label", 2, label)], Groups = new Dictionary<string, GroupMode>(StringComparer.Ordinal) { ["scores"] = GroupMode.Count } },
            ScoringEngine.Value);

        var decision = acl.Decide(Get("/?a=one"));

        Assert.Equal("label", decision.Rule);
        Assert.Equal(["bulwark:scores:1", "bulwark:scores:attack-one"], decision.Labels);
    }

    [Fact]
    public void No_rule_switches_the_engine_on() => Assert.False(Acl(GroupMode.Count).Decide(Get("/?a=on&b=silent")).IsBlocked);

    [Fact]
    public void A_group_takes_itself_out_of_a_request_but_no_other()
    {
        var modes = new Dictionary<string, GroupMode>(StringComparer.Ordinal) { ["scores"] = GroupMode.Block, ["core"] = GroupMode.Block };
        var acl = AclSample.Create(new WebAclOptions { Groups = modes }, ScoringEngine.Value);

        Assert.False(acl.Decide(Get("/?a=over&b=silent")).IsBlocked);
        Assert.Equal("GenericLFI_BODY", acl.Decide("POST /?a=over&b=silent HTTP/1.1\nUser-Agent: a\nContent-Type: application/json\n\n{\"a\":\"../../etc/passwd\"}").GroupRule);
    }

    [Fact]
    public void Bodies_are_read_whatever_rules_say() => Assert.True(Acl(GroupMode.Block).Decide("POST / HTTP/1.1\nUser-Agent: a\nContent-Type: application/x-www-form-urlencoded\n\na=silent").IsBlocked);

    [Fact]
    public void Responses_are_decided_by_groups_alone()
    {
        var acl = Acl(GroupMode.Block);
        using var transaction = acl.Begin();
        AclSample.Send(transaction, Get("/?a=one"), "192.0.2.1");
        Assert.False(acl.Decide(transaction).IsBlocked);
        transaction.SetResponseLine(500, "HTTP/1.1"u8);
        transaction.EvaluateResponseHeaders();

        var decision = acl.DecideResponse(transaction);

        Assert.Equal((true, "6", "6"), (decision.IsBlocked, decision.GroupRule, Names(decision)));
    }

    [Theory]
    [InlineData(GroupMode.Block, GroupMode.Count, true)]
    [InlineData(GroupMode.Count, GroupMode.Block, true)]
    [InlineData(GroupMode.Count, GroupMode.Count, false)]
    public void What_was_not_inspected_does_not_count_as_harmless(GroupMode core, GroupMode scores, bool isBlocked)
    {
        var engine = BuiltInGroups.LoadEngine(new RuleSources().AddText("scoring", Scoring, "scores"), options: new WafOptions { Budget = 10, BudgetPerByte = 0 });
        var modes = new Dictionary<string, GroupMode>(StringComparer.Ordinal) { ["core"] = core, ["scores"] = scores };

        var decision = AclSample.Create(new WebAclOptions { Groups = modes }, engine).Decide(Get("/?a=1"));

        Assert.Equal((true, isBlocked), (decision.IsBudgetExceeded, decision.IsBlocked));
        Assert.Contains(decision.Matches, match => match.Rule == "InspectionBudget");
    }

    [Theory]
    [InlineData(10_000, false)]
    [InlineData(10_001, true)]
    public void Nor_does_an_argument_too_many(int arguments, bool isBlocked)
    {
        var acl = AclSample.Create(new WebAclOptions { Groups = AclSample.AllGroups(GroupMode.Block) });
        var body = string.Join('&', Enumerable.Range(0, arguments).Select(i => $"a{i}=1"));

        var decision = acl.Decide($"POST / HTTP/1.1\nUser-Agent: a\nContent-Type: application/x-www-form-urlencoded\n\n{body}");

        Assert.Equal((isBlocked, isBlocked ? "InspectionBudget" : null), (decision.IsBlocked, decision.GroupRule));
    }

    [Fact]
    public void Built_in_rules_go_by_their_names()
    {
        var acl = AclSample.Create(new WebAclOptions { Groups = AclSample.AllGroups(GroupMode.Block) });

        var decision = acl.Decide("GET / HTTP/1.1\nHost: a");

        Assert.Equal(("core", "NoUserAgent_HEADER"), (decision.Group, decision.GroupRule));
        Assert.Equal(["bulwark:core:NoUserAgent_HEADER"], decision.Labels);
    }

    [Theory]
    [InlineData(GroupMode.Block, "/?q=1%27%20UNION%20SELECT%20password%20FROM%20users--%20-", true, true)]
    [InlineData(GroupMode.Count, "/?q=1%27%20UNION%20SELECT%20password%20FROM%20users--%20-", false, true)]
    [InlineData(GroupMode.Block, "/?q=tea", false, false)]
    public void The_core_rule_set_is_a_group_and_decides_by_its_score(GroupMode mode, string target, bool isBlocked, bool isFound)
    {
        var modes = new Dictionary<string, GroupMode>(StringComparer.Ordinal) { ["crs"] = mode };
        var acl = AclSample.Create(new WebAclOptions { Groups = modes }, CrsEngine.Value);

        var decision = acl.Decide(Get(target) + "\nAccept: */*");

        Assert.Equal((isBlocked, isBlocked ? "949110" : null), (decision.IsBlocked, decision.GroupRule));
        Assert.Equal(isFound, decision.Labels.Contains("bulwark:crs:attack-sqli", StringComparer.Ordinal));
        Assert.Equal(isFound, decision.Matches.Any(match => match is { Rule: "949110", Configured: AclActionKind.Block }));
    }

    private static WebAcl Acl(GroupMode mode, ManagedRuleGroupOptions? reference = null)
    {
        var modes = new Dictionary<string, GroupMode>(StringComparer.Ordinal) { ["scores"] = mode };
        AclRuleOptions[] rules = reference is null ? [] : [new AclRuleOptions { Name = "scores", Priority = 1, Statement = new StatementOptions { ManagedRuleGroup = reference } }];
        return AclSample.Create(new WebAclOptions { Groups = modes, Rules = rules }, ScoringEngine.Value);
    }

    private static string Get(string target) => $"GET {target} HTTP/1.1\nHost: example.org\nUser-Agent: a";

    private static string Names(FirewallDecision decision) => string.Join(',', decision.Matches.Select(match => match.Rule));
}
