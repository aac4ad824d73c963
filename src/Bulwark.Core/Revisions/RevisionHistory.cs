namespace Bulwark.Core.Revisions;

/// <summary>
/// What has happened to the revisions of an instance, in order. Which one is in force follows from this and the clock alone, so processes that only read it agree,
/// whoever of them dies.
/// </summary>
public sealed class RevisionHistory
{
    private readonly RevisionPromotions _promotions = new();
    private readonly RevisionEvent? _putIntoForce;

    /// <summary>The history that these events make.</summary>
    public RevisionHistory(IReadOnlyList<RevisionEvent> events)
    {
        Events = events;
        foreach (var next in events)
        {
            Last = Math.Max(Last, next.Number);
            switch (next.Step)
            {
                case RevisionStep.InForce:
                    _promotions.PutIntoForce(next);
                    _putIntoForce = next;
                    InForce = next.Number;
                    ConfirmBy = next.ConfirmBy;
                    Confirmed = next.ConfirmBy is null ? next.Number : Confirmed;
                    break;
                case RevisionStep.Confirmed when next.Number == InForce:
                    ConfirmBy = null;
                    Confirmed = next.Number;
                    break;
                case RevisionStep.RolledBack when next.Number == InForce && ConfirmBy is not null:
                    _putIntoForce = next;
                    InForce = Confirmed;
                    ConfirmBy = null;
                    break;
            }
        }
    }

    /// <summary>Everything that happened, oldest first.</summary>
    public IReadOnlyList<RevisionEvent> Events { get; }

    /// <summary>The highest number that was ever given; 0 when there is none.</summary>
    public int Last { get; }

    /// <summary>The revision that was last put into force, be it for a trial; 0 when there is none. See <see cref="IntendedAt"/>.</summary>
    public int InForce { get; }

    /// <summary>The last revision that was put into force for good; 0 when there is none.</summary>
    public int Confirmed { get; }

    /// <summary>Until when the one in force has to be confirmed; null when it is.</summary>
    public DateTimeOffset? ConfirmBy { get; }

    /// <summary>True when the one in force had to be confirmed by now and was not.</summary>
    public bool IsOverdue(DateTimeOffset now) => ConfirmBy <= now;

    /// <summary>The revision that every tier is to run under; null when there is none.</summary>
    public IntendedRevision? IntendedAt(DateTimeOffset now)
    {
        if (_putIntoForce is null || InForce == 0)
            return null;

        if (IsOverdue(now))
            return new IntendedRevision(Confirmed, ConfirmBy!.Value, [.. _putIntoForce.Order.Reverse()], IsByItself: true);

        return new IntendedRevision(InForce, _putIntoForce.Time, _putIntoForce.Order, _putIntoForce.Step == RevisionStep.RolledBack);
    }

    /// <summary>The promotions of firewall groups that belong to the revision that every tier is to run under.</summary>
    public IReadOnlyList<RevisionPromotion> PromotionsAt(DateTimeOffset now) => _promotions.Of(IntendedAt(now)?.Number ?? 0);

    /// <summary>Whether two revisions differ in promotions only, so that no tier has to build anything for one in the place of the other.</summary>
    public bool HaveSameSettings(int one, int other) => _promotions.SettingsOf(one) == _promotions.SettingsOf(other);

    /// <summary>The settings file that the revision was read from.</summary>
    public string? FileOf(int number) => Events.LastOrDefault(step => step.Number == number && step.File is not null)?.File;

    /// <summary>The revision that was in force before this one first was; null when there was none.</summary>
    public int? Before(int number) => Events.FirstOrDefault(step => step.Number == number && step.Step == RevisionStep.InForce)?.Other;

    /// <summary>True when the last thing that happened to the revision is that another one took its place by a rollback, asked for or not.</summary>
    public bool IsRolledBack(int number)
    {
        var last = Events.LastOrDefault(step => step.Number == number || (step.Cause == RevisionCause.Rollback && step.Other == number));
        return last is not null && (last.Number == number ? last.Step == RevisionStep.RolledBack : last.Step == RevisionStep.InForce);
    }
}
