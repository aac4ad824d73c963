using Bulwark.Proxy.Forwarding;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>A target as one reading of the settings describes it.</summary>
/// <param name="index">Its place in the group.</param>
/// <param name="state">What is known of it.</param>
/// <param name="forward">Its connections.</param>
/// <param name="limit">Requests under way at most; 0: any number.</param>
internal sealed class Target(int index, TargetState state, ForwardTarget forward, int limit) : IDisposable
{
    /// <summary>Its place in the group.</summary>
    public int Index => index;

    /// <summary>Its place as a bit.</summary>
    public ulong Bit { get; } = 1UL << index;

    /// <summary>What is known of it.</summary>
    public TargetState State => state;

    /// <summary>Where requests are sent.</summary>
    public ForwardTarget Forward => forward;

    /// <summary>True when it has as many requests as it may have.</summary>
    public bool IsFull => limit != 0 && state.Outstanding >= limit;

    /// <summary>Counts one more request, unless it is full. <see cref="TargetState.Leave"/> belongs to it.</summary>
    public bool TryEnter() => state.TryEnter(limit);

    /// <inheritdoc />
    public void Dispose() => forward.Dispose();
}
