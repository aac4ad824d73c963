namespace Bulwark.Proxy.Firewall.Control;

/// <summary>A group of rules on its way from count to block.</summary>
public sealed record FirewallPromotionView
{
    /// <summary>For how many of a hundred clients the group blocks.</summary>
    public required int Percent { get; init; }

    /// <summary>The share of members' requests, 0 to 1, beyond whose refusal it falls back to count.</summary>
    public required double Limit { get; init; }

    /// <summary>When this step was taken.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Since when is counted what follows: the step, or the start of the tier.</summary>
    public required DateTimeOffset CountedSince { get; init; }

    /// <summary>The cohort for which the group blocks.</summary>
    public required FirewallCohortView Blocking { get; init; }

    /// <summary>The cohort for which it counts.</summary>
    public required FirewallCohortView Counting { get; init; }
}
