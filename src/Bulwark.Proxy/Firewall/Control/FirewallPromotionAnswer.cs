namespace Bulwark.Proxy.Firewall.Control;

/// <summary>The answer to <c>POST /waf/promote</c>.</summary>
public sealed record FirewallPromotionAnswer
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>Whether the step was taken.</summary>
    public required bool IsAdvanced { get; init; }

    /// <summary>Why it was skipped, in one sentence; null when it was taken.</summary>
    public string? Skipped { get; init; }

    /// <summary>For how many of a hundred clients the group blocked before.</summary>
    public required int Before { get; init; }

    /// <summary>For how many it blocks now.</summary>
    public required int Percent { get; init; }

    /// <summary>The share of members' requests, 0 to 1, beyond whose refusal it falls back to count.</summary>
    public required double Limit { get; init; }

    /// <summary>Since when the evidence was counted.</summary>
    public required DateTimeOffset CountedSince { get; init; }

    /// <summary>The cohort for which the group blocked.</summary>
    public required FirewallCohortView Blocking { get; init; }

    /// <summary>The cohort for which it counted.</summary>
    public required FirewallCohortView Counting { get; init; }
}
