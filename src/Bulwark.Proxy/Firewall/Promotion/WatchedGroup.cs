using Bulwark.Core.Revisions;
using Bulwark.Proxy.Firewall.Control;

namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>A group of rules during one step of its promotion, or before the first: for whom it blocks, and what came of it.</summary>
internal sealed class WatchedGroup(string name, CohortKey key, RevisionPromotion? step, DateTimeOffset countedSince)
{
    private volatile PromotionEnding? _ending;
    private DateTimeOffset _windowSince = countedSince;

    public string Name => name;

    public CohortKey Key => key;

    /// <summary>The step as it is written in the history; null before the first.</summary>
    public RevisionPromotion? Step => step;

    /// <summary>Since when there are counts.</summary>
    public DateTimeOffset CountedSince { get; } = countedSince;

    /// <summary>Set when the promotion is over and the history does not say so yet. From then on the group blocks for nobody.</summary>
    public PromotionEnding? Ending
    {
        get => _ending;
        set => _ending = value;
    }

    /// <summary>For how many of a hundred clients the group blocks.</summary>
    public int Percent => _ending is null && step is not null ? step.Percent : 0;

    /// <summary>The cohort for which it blocks.</summary>
    public CohortCount Blocking { get; } = new();

    /// <summary>The cohort for which it counts.</summary>
    public CohortCount Counting { get; } = new();

    /// <summary>By what the group exceeds its limit, in the whole step or in the last minutes; null when it does not.</summary>
    public string? Excess(DateTimeOffset now)
    {
        var excess = PromotionRules.Excess(Blocking.View(), Counting.View(), step!.Limit) ?? PromotionRules.RecentExcess(Blocking, Counting, step.Limit);
        if (now - _windowSince < PromotionRules.Window)
            return excess;

        _windowSince = now;
        Blocking.BeginWindow();
        Counting.BeginWindow();
        return excess;
    }

    /// <summary>Whether the group blocks for a client.</summary>
    public bool BlocksFor(FirewallClient client) => Percent is var percent && (percent == 100 || (percent > 0 && key.Contains(client, percent)));

    /// <summary>The promotion; null when there is none.</summary>
    public FirewallPromotionView? View() => step is null || Percent == 0 ? null : new FirewallPromotionView
    {
        Percent = Percent,
        Limit = step.Limit,
        Since = step.Since,
        CountedSince = CountedSince,
        Blocking = Blocking.View(),
        Counting = Counting.View(),
    };
}
