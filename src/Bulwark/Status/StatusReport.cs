using System.Text.Json;

namespace Bulwark.Status;

/// <summary>Answer of <c>bulwark status</c>: what is live.</summary>
internal sealed record StatusReport
{
    /// <summary>The data directory.</summary>
    public required string Data { get; init; }

    /// <summary>Which settings are in force.</summary>
    public required RevisionStatus Revision { get; init; }

    /// <summary>Every tier, running or not.</summary>
    public required IReadOnlyList<TierStatus> Tiers { get; init; }

    /// <summary>Certificates of the PKI folder, the one that ends first at the top.</summary>
    public required IReadOnlyList<CertificateStatus> Certificates { get; init; }

    /// <summary>What the load balancer says of its lock; null when it does not answer.</summary>
    public JsonElement? Lock { get; init; }

    /// <summary>What the load balancer says of its target groups; null when it does not answer.</summary>
    public JsonElement? TargetGroups { get; init; }

    /// <summary>What the edge says of the load balancers behind it; null when it does not answer.</summary>
    public JsonElement? Origins { get; init; }

    /// <summary>What the edge says of its cache; null when it does not answer.</summary>
    public JsonElement? Cache { get; init; }

    /// <summary>What the edge says of its certificate of ACME; null when it does not answer.</summary>
    public JsonElement? Acme { get; init; }

    /// <summary>What a tier says of its rate limits, by tier; without those that do not answer.</summary>
    public required IReadOnlyDictionary<string, JsonElement> RateLimits { get; init; }

    /// <summary>What was not used for as long as was asked.</summary>
    public IReadOnlyList<UnusedPart> Unused { get; init; } = [];

    /// <summary>What is weaker than it could be.</summary>
    public required IReadOnlyList<ResidualRisk> Risks { get; init; }

    /// <summary>True when at least one tier runs.</summary>
    public bool IsRunning => Tiers.Any(tier => tier.IsRunning);
}
