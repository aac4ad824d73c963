using Bulwark.Core.Revisions;

namespace Bulwark.Core.Tests.Revisions;

/// <summary>Steps of promotions in the history of revisions.</summary>
public sealed class RevisionPromotionsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_step_takes_the_place_of_the_one_before() =>
        Assert.Equal("edge core 10", Promotions(InForce(1, null), Step(2, 1, "core", 1), Step(3, 2, "core", 10)));

    [Fact]
    public void Groups_and_tiers_are_promoted_each_for_itself() =>
        Assert.Equal(
            "edge core 1, edge crs 10, load-balancer core 100",
            Promotions(InForce(1, null), Step(2, 1, "core", 1), Step(3, 2, "crs", 10), Step(4, 3, "core", 100, "load-balancer")));

    [Fact]
    public void Other_settings_leave_promotions_as_they_are() =>
        Assert.Equal("edge core 10", Promotions(InForce(1, null), Step(2, 1, "core", 10), InForce(3, 2)));

    [Fact]
    public void A_rollback_takes_a_step_back() =>
        Assert.Equal("edge core 1", Promotions(InForce(1, null), Step(2, 1, "core", 1), Step(3, 2, "core", 10), Rollback(2, 3)));

    [Fact]
    public void A_rollback_to_what_was_before_the_promotion_takes_all_of_it_back() =>
        Assert.Equal("", Promotions(InForce(1, null), Step(2, 1, "core", 1), Step(3, 2, "core", 10), Rollback(1, 3)));

    [Fact]
    public void What_has_ended_does_not_come_back_with_a_rollback() =>
        Assert.Equal(
            "edge crs 1",
            Promotions(InForce(1, null), Step(2, 1, "crs", 1), Step(3, 2, "core", 10), Step(4, 3, "core", 0), Rollback(3, 4)));

    [Fact]
    public void A_promotion_may_begin_again_after_it_has_ended() =>
        Assert.Equal("edge core 1", Promotions(InForce(1, null), Step(2, 1, "core", 10), Step(3, 2, "core", 0), Step(4, 3, "core", 1)));

    [Fact]
    public void What_ends_on_trial_has_ended_after_the_trial_too()
    {
        var trial = InForce(3, 2) with { ConfirmBy = Start.AddSeconds(60) };
        var ended = Step(4, 3, "core", 0) with { ConfirmBy = trial.ConfirmBy };
        RevisionEvent[] events = [InForce(1, null), Step(2, 1, "core", 10), trial, ended];
        var history = new RevisionHistory(events);

        Assert.Equal((4, 2), (history.InForce, history.IntendedAt(Start.AddSeconds(60))!.Number));
        Assert.Equal("", Promotions(events));
        Assert.Empty(history.PromotionsAt(Start.AddSeconds(60)));
    }

    [Fact]
    public void Revisions_that_differ_in_promotions_only_have_the_same_settings()
    {
        var history = new RevisionHistory([InForce(1, null), Step(2, 1, "core", 1), Step(3, 2, "core", 0), InForce(4, 3), Step(5, 4, "core", 1)]);

        Assert.True(history.HaveSameSettings(1, 3));
        Assert.True(history.HaveSameSettings(5, 4));
        Assert.False(history.HaveSameSettings(3, 4));
        Assert.False(history.HaveSameSettings(1, 5));
    }

    private static string Promotions(params RevisionEvent[] events) => string.Join(
        ", ",
        new RevisionHistory(events).PromotionsAt(Start).OrderBy(one => one.Percent).Select(one => $"{one.Tier} {one.Group} {one.Percent}"));

    private static RevisionEvent InForce(int number, int? other) =>
        new() { Number = number, Step = RevisionStep.InForce, Time = Start, Cause = RevisionCause.Apply, Other = other };

    private static RevisionEvent Rollback(int number, int other) => InForce(number, other) with { Cause = RevisionCause.Rollback };

    private static RevisionEvent Step(int number, int other, string group, int percent, string tier = "edge") => InForce(number, other) with
    {
        Cause = RevisionCause.Promote,
        Promotion = new RevisionPromotion { Tier = tier, Group = group, Percent = percent, Limit = 0.001, Since = Start },
    };
}
