using Bulwark.Waf.Evaluation.Planning;

namespace Bulwark.Waf.Tests.Evaluation;

public sealed class CoreRuleSetTests
{
    private static readonly Lazy<WafEngine> First = new(() => CoreRuleSet.Load());
    private static readonly Lazy<WafEngine> Fourth = new(() => CoreRuleSet.Load(paranoia: 4));

    [Fact]
    public void It_loads_unmodified()
    {
        var engine = WafEngine.LoadFolder(CoreRuleSet.Folder);

        Assert.Equal(["OWASP_CRS/3.3.4"], engine.Components);
        Assert.True(engine.Rules.Count() > 500);
    }

    [Theory]
    [InlineData("/", "")]
    [InlineData("/index.html?page=2&lang=de", "")]
    [InlineData("/?q=1%27%20or%201=1%20union%20select%20password%20from%20users--", "942")]
    [InlineData("/?q=%3Cscript%3Ealert(1)%3C/script%3E", "941")]
    [InlineData("/?file=../../../../etc/passwd", "930")]
    [InlineData("/?cmd=;cat%20/etc/passwd", "932")]
    [InlineData("/.git/config", "930")]
    [InlineData("/?x=php://input", "933")]
    public void Attacks_in_a_query_match_and_other_requests_do_not(string target, string family)
    {
        var outcome = SampleRequest.Get(target).Run(First.Value);

        Assert.Equal(family.Length > 0, outcome.WouldInterrupt is not null);
        if (family.Length == 0)
            Assert.Empty(outcome.Ids);
        else
            Assert.Contains(outcome.Ids, id => id / 1000 == int.Parse(family, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Attacks_in_forms_and_json_match()
    {
        Assert.Contains(932160, SampleRequest.Form("a=1&b=" + Uri.EscapeDataString("$(cat /etc/passwd)")).Run(First.Value).Ids);
        Assert.Contains(941110, SampleRequest.Post("/api", "application/json", """{"event":{"body":["<script>x</script>"]}}""").Run(First.Value).Ids);
    }

    [Fact]
    public void Block_mode_interrupts()
    {
        var outcome = SampleRequest.Get("/?file=../../../../etc/passwd").Run(CoreRuleSet.Load(mode: "On"));

        Assert.Equal((InterruptionAction.Deny, 403, 2, 949110), (outcome.Interruption!.Action, outcome.Interruption.Status, outcome.Interruption.Phase, outcome.Interruption.RuleId));
    }

    [Fact]
    public void At_paranoia_1_most_rules_of_the_other_levels_are_never_needed()
    {
        var all = First.Value.Plan.Rules.All.Count;
        var first = RuleWalk.LiveRules(First.Value.Plan.Rules).Count;
        var fourth = RuleWalk.LiveRules(Fourth.Value.Plan.Rules).Count;

        Assert.True(first < 330, $"{first} of {all}");
        Assert.True(fourth > first, $"{fourth} of {all}, {first} at paranoia 1");
    }
}
