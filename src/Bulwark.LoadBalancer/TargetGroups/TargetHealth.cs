namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>What a target is fit for.</summary>
internal enum TargetHealth
{
    /// <summary>It gets requests.</summary>
    Healthy,

    /// <summary>Its health checks fail.</summary>
    Unhealthy,

    /// <summary>It failed requests, and is left alone for a while.</summary>
    Ejected,

    /// <summary>It gets no new requests; those under way end.</summary>
    Draining,
}
