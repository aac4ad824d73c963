using Bulwark.LoadBalancer.MutualTls;

namespace Bulwark.LoadBalancer.Control;

/// <summary>The body of <c>PUT /lock</c>.</summary>
public sealed record LockRequest
{
    /// <summary>The mode to set.</summary>
    public required MutualTlsMode Mode { get; init; }

    /// <summary>The listener; null: the default one.</summary>
    public string? Listener { get; init; }

    /// <summary>Cut refused connections at once, without the grace.</summary>
    public bool Now { get; init; }

    /// <summary>Set the mode even though an edge identity did not get through the trial.</summary>
    public bool Force { get; init; }
}
