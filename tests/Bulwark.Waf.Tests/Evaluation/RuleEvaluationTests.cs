namespace Bulwark.Waf.Tests.Evaluation;

public sealed class RuleEvaluationTests
{
    [Theory]
    [InlineData("SecRule ARGS \"@rx b+\" \"id:1,phase:2,pass,log\"", "/?a=abba", "1")]
    [InlineData("SecRule ARGS \"@rx b+\" \"id:1,phase:2,pass,log\"", "/?bb=a", "")]
    [InlineData("SecRule ARGS_NAMES \"@rx b+\" \"id:1,phase:2,pass,log\"", "/?bb=a", "1")]
    [InlineData("SecRule ARGS:User \"@rx b\" \"id:1,phase:2,pass,log\"", "/?uSER=b&other=b", "1")]
    [InlineData("SecRule ARGS:/^us/ \"@rx b\" \"id:1,phase:2,pass,log\"", "/?USER=b", "1")]
    [InlineData("SecRule ARGS|!ARGS:user \"@rx b\" \"id:1,phase:2,pass,log\"", "/?User=b", "")]
    [InlineData("SecRule ARGS|!ARGS:/^us/ \"@rx b\" \"id:1,phase:2,pass,log\"", "/?USER=b", "")]
    [InlineData("SecRule &ARGS \"@eq 2\" \"id:1,phase:2,pass,log\"", "/?a=1&b=2", "1")]
    [InlineData("SecRule &ARGS:a \"@eq 0\" \"id:1,phase:2,pass,log\"", "/?b=2", "1")]
    [InlineData("SecRule ARGS \"!@rx a\" \"id:1,phase:2,pass,log\"", "/?x=a&y=b", "1")]
    [InlineData("SecRule ARGS \"!@rx a\" \"id:1,phase:2,pass,log\"", "/?x=a", "")]
    [InlineData("SecRule ARGS \"!@rx a\" \"id:1,phase:2,pass,log\"", "/", "")]
    [InlineData("SecRule ARGS \"@rx ^abc$\" \"id:1,phase:2,pass,log,t:lowercase\"", "/?x=ABC", "1")]
    [InlineData("SecRule ARGS \"@rx a\" \"id:1,phase:2,pass,nolog\"", "/?x=a", "")]
    [InlineData("SecRule QUERY_STRING \"@rx ^$\" \"id:1,phase:2,pass,log\"", "/", "1")]
    public void A_rule_matches_the_values_that_it_names(string rule, string target, string expected) =>
        Assert.Equal(expected, Ids(rule, target));

    [Theory]
    [InlineData("/?a=1&b=1", "1")]
    [InlineData("/?a=1&b=2", "")]
    public void A_chain_matches_when_all_links_do(string target, string expected) =>
        Assert.Equal(expected, Ids("""
            SecRule ARGS:a "@rx 1" "id:1,phase:2,pass,log,chain"
                SecRule ARGS:b "@rx 1"
            """, target));

    [Fact]
    public void Setvar_of_a_link_is_executed_for_each_value_even_when_the_chain_ends_early() =>
        Assert.Equal("2", Ids("""
            SecRule ARGS "@rx 1" "id:1,phase:2,pass,log,chain,setvar:tx.seen=+1"
                SecRule ARGS:never "@rx 1" "setvar:tx.seen=+100"
            SecRule TX:seen "@eq 3" "id:2,phase:2,pass,log"
            """, "/?a=1&b=1&c=1&d=2"));

    [Theory]
    [InlineData("setvar:tx.x=5,setvar:tx.x=+3", "8")]
    [InlineData("setvar:tx.x=5,setvar:tx.x=-7", "-2")]
    [InlineData("setvar:tx.x=+2", "2")]
    [InlineData("setvar:tx.x", "1")]
    [InlineData("setvar:tx.x=one,setvar:tx.x=+1", "1")]
    [InlineData("setvar:tx.x=2147483647,setvar:tx.x=+1", "2147483647")]
    [InlineData("setvar:tx.y=7,setvar:tx.x=+%{tx.y}", "7")]
    [InlineData("setvar:tx.y=7,setvar:'tx.x=%{tx.Y}-%{tx.none}-%{REQUEST_METHOD}'", "7--GET")]
    [InlineData("setvar:tx.y=x,setvar:'tx.%{tx.y}=by name'", "by name")]
    [InlineData("setvar:'tx.x=%{request_headers.User-Agent} %{args.A}'", "Test/1.0 1")]
    public void Setvar_calculates(string actions, string expected) =>
        Assert.Contains($"x={expected}", Run($"SecAction \"id:1,phase:2,pass,nolog,{actions}\"", "/?a=1").Tx.Split('\n'), StringComparer.Ordinal);

    [Fact]
    public void Setvar_forgets() =>
        Assert.Equal("2", Ids("""
            SecAction "id:1,phase:1,pass,nolog,setvar:tx.x=1,setvar:!tx.x"
            SecRule &TX:x "@eq 0" "id:2,phase:1,pass,log"
            """, "/"));

    [Fact]
    public void SkipAfter_and_skip_leave_rules_out() =>
        Assert.Equal("1,4,8", Ids("""
            SecAction "id:1,phase:1,pass,log,skipAfter:END"
            SecAction "id:2,phase:1,pass,log"
            SecAction "id:3,phase:2,pass,log,skip:2"
            SecMarker END
            SecAction "id:4,phase:1,pass,log"
            SecAction "id:6,phase:2,pass,log"
            SecAction "id:7,phase:2,pass,nolog"
            SecAction "id:8,phase:2,pass,log"
            """, "/").Replace("3,", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("ctl:ruleRemoveById=2", "1,3")]
    [InlineData("ctl:ruleRemoveById=2-3", "1")]
    [InlineData("ctl:ruleRemoveByTag=second", "1,3")]
    [InlineData("ctl:ruleRemoveTargetById=2;ARGS:a", "1,3")]
    [InlineData("ctl:ruleRemoveTargetById=2;ARGS:A", "1,2,3")]
    [InlineData("ctl:ruleRemoveTargetById=2;ARGS:b", "1,2,3")]
    [InlineData("ctl:ruleRemoveTargetById=2;ARGS", "1,3")]
    [InlineData("ctl:ruleRemoveTargetByTag=all;ARGS:/^a$/", "1")]
    [InlineData("ctl:ruleEngine=Off", "1")]
    public void Ctl_takes_away_rules_and_targets(string ctl, string expected) =>
        Assert.Equal(expected, Ids($"""
            SecRule ARGS "@rx x" "id:1,phase:1,pass,log,{ctl}"
            SecRule ARGS "@rx x" "id:2,phase:1,pass,log,tag:all,tag:second"
            SecRule ARGS "@rx x" "id:3,phase:2,pass,log,tag:all"
            """, "/?a=x&b=y"));

    [Fact]
    public void A_match_leaves_captures_and_what_it_matched()
    {
        var outcome = Run("""
            SecRule ARGS "@rx ^(\w)(\w)?" "id:1,phase:2,pass,log,capture,t:lowercase,severity:CRITICAL,tag:one,msg:'%{rule.id} %{TX.0} %{tx.1}',logdata:'%{MATCHED_VAR_NAME}: %{MATCHED_VAR}'"
            """, "/?Name=ABC");

        var match = Assert.Single(outcome.Matches);
        Assert.Equal("1 ab a", match.Message);
        Assert.Equal("ARGS:Name: abc", match.Data);
        Assert.Equal(Severity.Critical, match.Severity);
        Assert.Equal(["one"], match.Rule.Tags);
        Assert.Equal(("ARGS:Name", 3), (match.Variables[0].Name, match.Variables[0].Length));
    }

    [Fact]
    public void A_later_link_sees_what_the_links_before_it_matched() =>
        Assert.Equal("1", Ids("""
            SecRule ARGS "@rx b" "id:1,phase:2,pass,log,chain"
                SecRule MATCHED_VARS "@rx c" "chain"
                SecRule MATCHED_VARS_NAMES "@streq ARGS:y"
            """, "/?x=b&y=bc&z=c"));

    /// <remarks>As in libmodsecurity 3.0.9: the actions of a chain are executed from its end, when it is complete.</remarks>
    [Theory]
    [InlineData("1", "", "", "m1", "ARGS:c=3", 1)]
    [InlineData("", "2", "", "m2", "ARGS:c=3", 2)]
    [InlineData("1", "", "3", "m1", "ARGS:c=3", 1)]
    [InlineData("", "2", "3", "m2", "ARGS:c=3", 2)]
    public void The_head_of_a_chain_has_the_last_word_and_speaks_of_the_last_value(string first, string second, string third, string message, string data, int severity)
    {
        static string Says(string link) => link.Length == 0 ? "t:none" : $"msg:'m{link}',logdata:'%{{MATCHED_VAR_NAME}}=%{{MATCHED_VAR}}',severity:{link}";

        var match = Assert.Single(Run($"""
            SecRule ARGS "@rx 1" "id:1,phase:2,pass,log,chain,{Says(first)}"
                SecRule ARGS "@rx 2" "chain,{Says(second)}"
                    SecRule ARGS "@rx 3" "{Says(third)}"
            """, "/?a=1&b=2&c=3").Matches);

        Assert.Equal((message, data, (Severity)severity), (match.Message, match.Data, match.Severity!.Value));
    }

    [Theory]
    [InlineData("/?a=1", "255")]
    [InlineData("/?a=1&b=2", "2")]
    public void An_incomplete_chain_has_no_severity(string target, string expected) =>
        Assert.Equal(expected, Run("""
            SecRule ARGS "@rx 1" "id:1,phase:2,pass,nolog,severity:2,chain"
                SecRule ARGS "@rx 2"
            SecRule HIGHEST_SEVERITY "@rx ." "id:2,phase:2,pass,log,logdata:'%{MATCHED_VAR}'"
            """, target).Matches.Single().Data);

    [Theory]
    [InlineData("multipart/form-data; boundary=X", "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\njava.lang.Runtime\r\n--X--\r\n", "1")]
    [InlineData("multipart/form-data; boundary=X", "--X\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\njava.lang.Runtime", "1")]
    [InlineData("application/x-www-form-urlencoded", "a=java.lang.Runtime", "1")]
    [InlineData("text/plain", "java.lang.Runtime", "1")]
    [InlineData("multipart/form-data; boundary=X", "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\nnothing\r\n--X--\r\n", "")]
    public void The_body_is_seen_with_its_files(string contentType, string body, string expected) =>
        Assert.Equal(expected, string.Join(',', SampleRequest.Post("/", contentType, body).Run(Load("SecRule REQUEST_BODY \"@contains java.lang.Runtime\" \"id:1,phase:2,pass,log\"")).Ids));

    [Theory]
    [InlineData("/?x=%2541", "1")]
    [InlineData("/?x=A", "1")]
    [InlineData("/?x=B", "")]
    public void MultiMatch_asks_before_and_after_each_transformation(string target, string expected) =>
        Assert.Equal(expected, Ids("SecRule ARGS \"@rx A\" \"id:1,phase:2,pass,log,multiMatch,t:urlDecode,t:lowercase\"", target));

    [Theory]
    [InlineData("deny", 429, InterruptionAction.Deny)]
    [InlineData("deny,status:418", 418, InterruptionAction.Deny)]
    [InlineData("drop", 429, InterruptionAction.Drop)]
    [InlineData("redirect:'https://example.org/%{ARGS.a}'", 302, InterruptionAction.Redirect)]
    [InlineData("block", 429, InterruptionAction.Deny)]
    public void A_disruptive_action_interrupts(string action, int status, InterruptionAction kind)
    {
        var outcome = Run($"""
            SecDefaultAction "phase:1,log,deny,status:429"
            SecRule ARGS "@rx x" "id:1,phase:1,log,{action},msg:'no'"
            SecAction "id:2,phase:1,pass,log"
            SecAction "id:3,phase:2,pass,log"
            SecAction "id:5,phase:5,pass,log"
            """, "/?a=x");

        Assert.Equal([1, 5], outcome.Ids);
        Assert.Equal((kind, status, 1, 1, "no"), (outcome.Interruption!.Action, outcome.Interruption.Status, outcome.Interruption.Phase, outcome.Interruption.RuleId, outcome.Interruption.Reason));
        Assert.Equal(kind == InterruptionAction.Redirect ? "https://example.org/x" : null, outcome.Interruption.Location);
    }

    [Fact]
    public void DetectionOnly_goes_on_and_tells_what_it_would_have_done()
    {
        var outcome = Run("""
            SecRuleEngine DetectionOnly
            SecRule ARGS "@rx x" "id:1,phase:1,log,deny"
            SecAction "id:2,phase:1,drop,log"
            """, "/?a=x");

        Assert.Equal([1, 2], outcome.Ids);
        Assert.Null(outcome.Interruption);
        Assert.Equal(1, outcome.WouldInterrupt!.RuleId);
    }

    [Theory]
    [InlineData("allow", "1,5")]
    [InlineData("allow:request", "1,4,5")]
    [InlineData("allow:phase", "1,3,4,5")]
    public void Allow_lets_pass(string action, string expected) =>
        Assert.Equal(expected, Ids($"""
            SecAction "id:1,phase:1,log,{action}"
            SecAction "id:2,phase:1,pass,log"
            SecAction "id:3,phase:2,pass,log"
            SecAction "id:4,phase:3,pass,log"
            SecAction "id:5,phase:5,pass,log"
            """, "/"));

    [Fact]
    public void Off_asks_nothing() =>
        Assert.Equal("", Ids("""
            SecRuleEngine Off
            SecAction "id:1,phase:1,deny,log"
            """, "/"));

    [Fact]
    public void Collections_outlive_the_request()
    {
        var engine = Load("""
            SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}"
            SecRule IP:seen "@ge 2" "id:2,phase:1,pass,log,logdata:'%{ip.seen}'"
            SecAction "id:3,phase:5,pass,nolog,setvar:ip.seen=+1"
            """);

        Assert.Empty(SampleRequest.Get("/").Run(engine).Matches);
        Assert.Empty(SampleRequest.Get("/").Run(engine).Matches);
        Assert.Equal("2", Assert.Single(SampleRequest.Get("/").Run(engine).Matches).Data);
    }

    [Fact]
    public void The_highest_severity_is_the_lowest_number() =>
        Assert.Equal("3", Ids("""
            SecAction "id:1,phase:1,pass,nolog,severity:WARNING"
            SecAction "id:2,phase:1,pass,nolog,severity:ERROR"
            SecRule HIGHEST_SEVERITY "@eq 3" "id:3,phase:1,pass,log"
            """, "/"));

    [Fact]
    public void A_spent_budget_is_told_and_ends_the_phase()
    {
        var engine = WafEngine.Load(
            new RuleSources().AddText("test", "SecRule ARGS \"@rx x\" \"id:1,phase:2,pass,log\"\nSecAction \"id:2,phase:2,pass,log\""),
            new WafOptions { Budget = 100, BudgetPerByte = 0 });

        var outcome = SampleRequest.Get("/?" + string.Join('&', Enumerable.Range(0, 20).Select(i => $"a{i}=1"))).Run(engine);

        Assert.True(outcome.IsBudgetExceeded);
        Assert.Empty(outcome.Matches);
    }

    [Theory]
    [InlineData("On", 403, null)]
    [InlineData("DetectionOnly", null, 403)]
    [InlineData("Off", null, null)]
    public void What_could_not_be_looked_at_can_be_refused(string mode, int? status, int? wouldBe)
    {
        var engine = WafEngine.Load(new RuleSources().AddText("test", $"SecRuleEngine {mode}\nSecArgumentsLimit 2"));
        using var transaction = engine.Begin();
        transaction.SetRequestLine("GET"u8, "/?a&b&c"u8, "HTTP/1.1"u8);
        transaction.EvaluateRequestHeaders();
        transaction.EvaluateRequestBody();

        Assert.True(transaction.IsIncomplete);
        Assert.Equal(status, transaction.RefuseUnseen(phase: 2, status: 403, "too many")?.Status);
        Assert.Equal((status, wouldBe), (transaction.Interruption?.Status, transaction.WouldInterrupt?.Status));
    }

    [Fact]
    public void A_match_shows_the_beginning_of_a_long_text()
    {
        var outcome = SampleRequest.Get("/?a=" + new string('x', 5000)).Run(
            WafEngine.Load(new RuleSources().AddText("test", "SecRule ARGS \"@contains x\" \"id:1,phase:2,pass,log,msg:'%{MATCHED_VAR}',logdata:'%{MATCHED_VAR}'\"")));

        var match = Assert.Single(outcome.Matches);
        Assert.Equal((RuleMatch.MaxTextLength, RuleMatch.MaxTextLength), (match.Message.Length, match.Data.Length));
    }

    [Fact]
    public void A_unicode_map_reaches_the_transformation()
    {
        var map = Path.GetTempFileName();
        File.WriteAllText(map, "20127 (US-ASCII)\n2019:27\n");
        const string rule = """SecRule ARGS "@streq '" "id:1,phase:2,pass,log,t:urlDecodeUni" """;

        Assert.Equal("1", Ids($"SecUnicodeMapFile {map} 20127\n{rule}", "/?a=%25u2019"));
        Assert.Equal("", Ids(rule, "/?a=%25u2019"));

        File.Delete(map);
    }

    [Fact]
    public void Phases_come_in_their_order()
    {
        using var transaction = Load("SecAction \"id:1,phase:1,pass,nolog\"").Begin();

        Assert.Throws<InvalidOperationException>(transaction.EvaluateRequestBody);
        transaction.EvaluateRequestHeaders();
        transaction.EvaluateRequestBody();
        Assert.Equal("Phase 2 cannot follow phase 2", Assert.Throws<InvalidOperationException>(transaction.EvaluateRequestBody).Message);
    }

    [Theory]
    [InlineData("/?ABC=x", "1")]
    [InlineData("/?xabc=x", "")]
    [InlineData("/?x%0aabc=x", "1")]
    public void A_selector_that_says_how_a_name_begins_is_a_regular_expression_still(string target, string expected) =>
        Assert.Equal(expected, Ids("SecRule ARGS:/^abc/ \"@rx x\" \"id:1,phase:2,pass,log\"", target));

    private static WafEngine Load(string rules) => WafEngine.Load(new RuleSources().AddText("test", rules));

    private static Outcome Run(string rules, string target) => SampleRequest.Get(target).Run(Load(rules));

    private static string Ids(string rules, string target) => string.Join(',', Run(rules, target).Ids);
}
