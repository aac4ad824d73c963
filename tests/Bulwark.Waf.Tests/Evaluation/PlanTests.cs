using Bulwark.Waf.Acl;
using Bulwark.Waf.Evaluation.Planning;
using CsCheck;

namespace Bulwark.Waf.Tests.Evaluation;

public sealed class PlanTests
{
    private const int Requests = 120;

    [Theory]
    [InlineData(1, "DetectionOnly")]
    [InlineData(2, "On")]
    [InlineData(4, "DetectionOnly")]
    public void The_plan_decides_as_each_rule_by_itself(int paranoia, string mode)
    {
        var planned = CoreRuleSet.Load(paranoia, mode);
        var reference = CoreRuleSet.Load(paranoia, mode, isReference: true);
        var matches = 0;

        RandomRequests.Any.Sample(
            request =>
            {
                var expected = request.Run(reference);
                var actual = request.Run(planned);
                Assert.Equal(expected.Summary, actual.Summary);
                Interlocked.Add(ref matches, actual.Matches.Count);
            },
            iter: Requests,
            threads: 2);

        Assert.True(matches > Requests, $"only {matches} matches");
    }

    [Fact]
    public void Cold_and_warm_engines_and_several_threads_decide_alike_at_the_same_cost()
    {
        var engine = CoreRuleSet.Load(paranoia: 2);
        var requests = RandomRequests.Any.Array[60].Single();
        var cold = Array.ConvertAll(requests, request => Text(request.Run(engine)));
        for (var i = 0; i < 3; i++)
            Assert.Equal(cold, Array.ConvertAll(requests, request => Text(request.Run(engine))));

        var parallel = new string[requests.Length];
        Parallel.For(0, requests.Length, i => parallel[i] = Text(requests[i].Run(engine)));
        Assert.Equal(cold, parallel);

        static string Text(Outcome outcome) => $"{outcome.Cost} {outcome.Summary}";
    }

    [Theory]
    [InlineData("/?a=%41bc&b=ABC&c=%2541bc", "SecRule ARGS \"@streq abc\" \"id:1,phase:2,pass,log,t:lowercase,logdata:'%{MATCHED_VAR_NAME}'\"")]
    [InlineData("/?a=%41bc&b=ABC&c=%2541bc", "SecRule ARGS \"!@streq abc\" \"id:1,phase:2,pass,log,t:urlDecode,t:lowercase,logdata:'%{MATCHED_VAR_NAME}'\"")]
    [InlineData("/?a=%2541bc&b=abc", "SecRule ARGS \"@rx A\" \"id:1,phase:2,pass,log,multiMatch,t:urlDecode,t:lowercase,setvar:tx.n=+1\"")]
    [InlineData("/?a=1&b=2", "SecRule ARGS|!ARGS:a|ARGS_NAMES \"@rx .\" \"id:1,phase:2,pass,log,setvar:tx.n=+1\"")]
    [InlineData("/?a=1&b=2", "SecRule ARGS:a|ARGS:/b/ \"@rx .\" \"id:1,phase:2,pass,log,setvar:tx.n=+1\"")]
    [InlineData("/?a=1", "SecRule ARGS:b \"!@rx x\" \"id:1,phase:2,pass,log\"")]
    [InlineData("/?a=%20x%20", "SecRule ARGS \"@ge 3\" \"id:1,phase:2,pass,log,t:length\"\nSecRule ARGS \"@within x y\" \"id:2,phase:2,pass,log,t:trim\"")]
    [InlineData("/?a=cat+%2fetc", "SecRule ARGS|QUERY_STRING|REQUEST_URI \"@pm cat dog\" \"id:1,phase:2,pass,log,capture,t:cmdLine,logdata:'%{TX.0}'\"")]
    public void Small_rule_sets_decide_as_each_rule_by_itself(string target, string rules)
    {
        var sources = new RuleSources().AddText("test", rules);

        Assert.Equal(
            SampleRequest.Get(target).Run(WafEngine.Load(sources, CoreRuleSet.Reference)).Summary,
            SampleRequest.Get(target).Run(WafEngine.Load(sources)).Summary);
    }

    [Fact]
    public void A_jump_over_rules_that_nobody_reaches_lands_where_it_should()
    {
        var engine = WafEngine.Load(new RuleSources().AddText("test", """
            SecAction "id:1,phase:1,pass,nolog,setvar:tx.level=1"
            SecRule ARGS "@rx x" "id:2,phase:1,pass,log,skipAfter:END"
            SecRule TX:level "@lt 2" "id:3,phase:1,pass,nolog,skipAfter:LEVEL-2"
            SecAction "id:4,phase:1,pass,log"
            SecMarker LEVEL-2
            SecRule ARGS "@rx y" "id:5,phase:1,pass,log"
            SecMarker END
            SecAction "id:6,phase:1,pass,log"
            """));

        Assert.DoesNotContain(RuleWalk.LiveRules(engine.Plan.Rules), rule => rule.Info.Id == 4);
        Assert.Equal([2, 6], SampleRequest.Get("/?a=xy").Run(engine).Ids);
        Assert.Equal([5, 6], SampleRequest.Get("/?a=y").Run(engine).Ids);
    }

    [Fact]
    public void Behind_the_built_in_groups_the_Core_Rule_Set_is_planned_as_well_as_alone()
    {
        var engine = BuiltInGroups.LoadEngine(new RuleSources().AddFolder(CoreRuleSet.Folder, "crs"));
        var live = RuleWalk.LiveRules(engine.Plan.Rules);

        Assert.DoesNotContain(live, rule => rule.Info.Tags.Contains("paranoia-level/4", StringComparer.Ordinal));
        Assert.Contains(live, rule => rule.Info.Tags.Contains("paranoia-level/1", StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("one", "one", false)]
    [InlineData("", "one", false)]
    [InlineData("setup", "one", false)]
    [InlineData("one", "two", true)]
    [InlineData("one", "", true)]
    public void What_a_group_sets_is_certain_only_for_its_own_rules(string setter, string reader, bool isReached)
    {
        var engine = WafEngine.Load(new RuleSources()
            .AddText("setter", "SecAction \"id:1,phase:1,pass,nolog,setvar:tx.level=1\"", setter)
            .AddText("reader", """
                SecRule TX:level "@lt 2" "id:3,phase:1,pass,nolog,skipAfter:END"
                SecAction "id:4,phase:1,pass,log"
                SecMarker END
                """, reader));

        Assert.Equal(isReached, RuleWalk.LiveRules(engine.Plan.Rules).Any(rule => rule.Info.Id == 4));
    }

    [Theory]
    [InlineData("SecRule ARGS \"@rx x\" \"id:9,phase:1,pass,nolog,setvar:tx.level=2\"")]
    [InlineData("SecRule ARGS \"@rx x\" \"id:9,phase:1,pass,nolog,skip:1\"")]
    [InlineData("SecRule ARGS \"@rx x\" \"id:9,phase:1,pass,nolog,ctl:ruleRemoveById=3\"")]
    [InlineData("SecRule ARGS \"@rx x\" \"id:9,phase:1,pass,nolog,ctl:ruleRemoveTargetById=3;TX:level\"")]
    [InlineData("SecRule ARGS_NAMES \"@rx level\" \"id:9,phase:1,pass,nolog,setvar:'tx.%{MATCHED_VAR}=2'\"")]
    public void What_a_request_can_change_is_not_taken_for_certain(string rule)
    {
        var engine = WafEngine.Load(new RuleSources().AddText("test", $"""
            SecAction "id:1,phase:1,pass,nolog,setvar:tx.level=1"
            {rule}
            SecRule TX:level "@lt 2" "id:3,phase:1,pass,nolog,skipAfter:END"
            SecAction "id:4,phase:1,pass,log"
            SecMarker END
            """));

        Assert.Equal([4], SampleRequest.Get("/?level=x").Run(engine).Ids);
        Assert.Empty(SampleRequest.Get("/?a=y").Run(engine).Ids);
    }
}
