using Bulwark.Proxy.Forwarding;

namespace Bulwark.Edge.Origins;

/// <summary>One load balancer of a pool, and whether it can be reached.</summary>
internal sealed class OriginServer(ForwardTarget target, int weight, TimeProvider time) : IDisposable
{
    /// <summary>How long a failure counts when nothing better is heard.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private long _unreachableUntil;

    public ForwardTarget Target => target;

    public int Weight => weight;

    public bool IsReachable => time.GetUtcNow().UtcTicks >= Volatile.Read(ref _unreachableUntil);

    /// <summary>What a request or a health check found.</summary>
    public void Found(bool isReachable) => Volatile.Write(ref _unreachableUntil, isReachable ? 0 : (time.GetUtcNow() + Rest).UtcTicks);

    public void Dispose() => target.Dispose();
}
