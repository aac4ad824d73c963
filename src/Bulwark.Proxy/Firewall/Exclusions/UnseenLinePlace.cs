namespace Bulwark.Proxy.Firewall.Exclusions;

/// <summary>A place that some rules did not look at.</summary>
public sealed record UnseenLinePlace
{
    /// <summary>The exclusion, as the settings have it; null for one that a rule brings.</summary>
    public FirewallExclusionOptions? Exclusion { get; init; }

    /// <summary>The number of the rule that brings it, as those of a profile do; null for one of the settings.</summary>
    public int? Rule { get; init; }

    /// <summary>The path in JSON bodies, of one that a rule brings.</summary>
    public string? JsonPath { get; init; }

    /// <summary>How many requests had something there.</summary>
    public required long Requests { get; init; }

    /// <summary>How many bytes.</summary>
    public required long Bytes { get; init; }
}
