using Bulwark.Proxy.Firewall.Control;
using Bulwark.Proxy.Firewall.Promotion;

namespace Bulwark.Proxy.Tests.Firewall.Promotion;

public sealed class PromotionRulesTests
{
    private static readonly FirewallCohortView Nobody = Cohort(0, 0, 0, 0, 0);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 10)]
    [InlineData(10, 100)]
    [InlineData(100, null)]
    public void Steps_are_1_10_and_100_percent(int before, int? after) => Assert.Equal(after, PromotionRules.After(before));

    [Theory]
    [InlineData(19, 999, false)]
    [InlineData(20, 0, true)]
    [InlineData(1, 1000, true)]
    public void A_step_needs_20_clients_or_1000_matches(int clients, int matches, bool suffices) =>
        Assert.Equal(
            suffices ? null : $"There is too little evidence: {clients} clients, {matches} requests that the group matched. A step needs 20 clients, or 1000 such requests.",
            PromotionRules.Objection(Nobody, Nobody with { Clients = clients, Matches = matches }, 0.001));

    [Theory]
    [InlineData(1000, 1, 1, 50, false)] // one refusal is chance
    [InlineData(1000, 9, 1, 50, false)] // one member alone, while others go unhindered
    [InlineData(1000, 2, 2, 50, true)]
    [InlineData(1000, 2, 1, 1, true)] // the only member there is
    [InlineData(2000, 2, 2, 50, false)] // 0.1 % are allowed
    [InlineData(0, 0, 0, 0, false)]
    public void Too_much_is_what_exceeds_the_limit_and_is_not_one_member_alone(int requests, int refusals, int refused, int members, bool exceeds) =>
        Assert.Equal(exceeds, PromotionRules.Exceeds(Cohort(requests, refusals, refused, members, clients: members), 0.001));

    [Theory]
    [InlineData(1000, 5, 5, false)] // 1 is allowed, and chance makes some more of it
    [InlineData(1000, 7, 5, true)]
    [InlineData(1000, 500, 1, false)] // one member alone
    [InlineData(1_000_000, 1090, 50, false)]
    [InlineData(1_000_000, 1110, 50, true)]
    public void Lately_too_much_is_what_chance_does_not_explain(int requests, int refusals, int refused, bool exceeds) =>
        Assert.Equal(exceeds, PromotionRules.ExceedsLately(new RecentRefusals(requests, refusals, refused), members: 50, 0.001));

    [Fact]
    public void Says_in_which_cohort_the_limit_is_exceeded()
    {
        var bad = Cohort(400, 10, 3, 30, 50);

        Assert.Equal("It refused 10 of 400 requests of members (2.5 %, of 3 members); the limit is 0.5 %", PromotionRules.Excess(bad, Nobody, 0.005));
        Assert.Equal(
            "Where it counts it would have refused 10 of 400 requests of members (2.5 %, of 3 members); the limit is 0.5 %. See whose they are with: bulwark waf report",
            PromotionRules.Objection(Nobody, bad, 0.005));
        Assert.Null(PromotionRules.Excess(bad, bad, 0.025));
    }

    private static FirewallCohortView Cohort(long requests, long refusals, long refused, long members, long clients) => new()
    {
        Requests = requests,
        Clients = clients,
        Matches = refusals,
        Refusals = refusals,
        Members = members,
        MemberRequests = requests,
        MemberRefusals = refusals,
        RefusedMembers = refused,
    };
}
