using Bulwark.Core.Revisions;

namespace Bulwark.Core.Tests.Revisions;

public sealed class RevisionHistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_events_nothing_is_in_force() => Assert.Null(new RevisionHistory([]).IntendedAt(Start));

    [Fact]
    public void The_last_one_put_into_force_is_in_force()
    {
        var history = new RevisionHistory([InForce(1, null), InForce(2, 1)]);

        Assert.Equal((2, 2, 2), (history.IntendedAt(At(99))!.Number, history.Confirmed, history.Last));
        Assert.Equal(1, history.Before(2));
        Assert.Null(history.Before(1));
    }

    [Theory]
    [InlineData(RevisionStep.Prepared)]
    [InlineData(RevisionStep.Abandoned)]
    public void What_was_only_prepared_is_not_in_force(RevisionStep step)
    {
        var history = new RevisionHistory([InForce(1, null), Step(2, step)]);

        Assert.Equal((1, 2), (history.IntendedAt(At(99))!.Number, history.Last));
    }

    [Fact]
    public void A_trial_ends_by_the_clock_alone_and_in_the_opposite_order()
    {
        var history = new RevisionHistory([InForce(1, null), InForce(2, 1) with { ConfirmBy = At(60), Order = ["inner", "outer"] }]);

        Assert.Equal((2, 1), (history.IntendedAt(At(59))!.Number, history.Confirmed));
        var after = history.IntendedAt(At(60))!;
        Assert.Equal((1, At(60), true), (after.Number, after.Since, after.IsByItself));
        Assert.Equal(["outer", "inner"], after.Order);
    }

    [Fact]
    public void A_confirmed_trial_stays()
    {
        var history = new RevisionHistory([InForce(1, null), InForce(2, 1) with { ConfirmBy = At(60) }, Step(2, RevisionStep.Confirmed)]);

        Assert.Equal((2, 2), (history.IntendedAt(At(99))!.Number, history.Confirmed));
        Assert.False(history.IsRolledBack(2));
    }

    [Fact]
    public void Confirming_another_one_than_that_in_force_means_nothing()
    {
        var history = new RevisionHistory([InForce(1, null), InForce(2, 1) with { ConfirmBy = At(60) }, Step(1, RevisionStep.Confirmed)]);

        Assert.Equal(1, history.IntendedAt(At(60))!.Number);
    }

    [Fact]
    public void A_trial_after_a_trial_goes_back_to_the_last_confirmed_one()
    {
        var history = new RevisionHistory([InForce(1, null), InForce(2, 1) with { ConfirmBy = At(60) }, InForce(3, 1) with { ConfirmBy = At(90) }]);

        Assert.Equal(3, history.IntendedAt(At(89))!.Number);
        Assert.Equal(1, history.IntendedAt(At(90))!.Number);
    }

    [Fact]
    public void A_rollback_puts_the_earlier_number_into_force_and_marks_the_later_one()
    {
        var history = new RevisionHistory([InForce(1, null), InForce(2, 1), InForce(1, 2) with { Cause = RevisionCause.Rollback }]);

        Assert.Equal((1, 2), (history.InForce, history.Last));
        Assert.True(history.IsRolledBack(2));
        Assert.False(history.IsRolledBack(1));
        Assert.Null(history.Before(1));
    }

    [Fact]
    public void What_was_rolled_back_and_put_into_force_again_is_not_rolled_back()
    {
        var back = InForce(1, 2) with { Cause = RevisionCause.Rollback };
        var forth = InForce(2, 1) with { Cause = RevisionCause.Rollback };

        var history = new RevisionHistory([InForce(1, null), InForce(2, 1), back, forth]);

        Assert.Equal(2, history.InForce);
        Assert.False(history.IsRolledBack(2));
        Assert.True(history.IsRolledBack(1));
    }

    private static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);

    private static RevisionEvent InForce(int number, int? other) => Step(number, RevisionStep.InForce) with { Other = other };

    private static RevisionEvent Step(int number, RevisionStep step) =>
        new() { Number = number, Step = step, Time = Start, Cause = RevisionCause.Apply };
}
