namespace Bulwark.Proxy.Firewall.Control;

/// <summary>The body of <c>POST /waf/promote</c>.</summary>
public sealed record FirewallPromotionRequest
{
    /// <summary>The group.</summary>
    public required string Group { get; init; }

    /// <summary>The share of members' requests, 0 to 1, beyond whose refusal it falls back to count; null: that of the step before, at first 0.001.</summary>
    public double? Limit { get; init; }
}
