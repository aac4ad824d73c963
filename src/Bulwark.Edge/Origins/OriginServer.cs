using Bulwark.Proxy.Forwarding;

namespace Bulwark.Edge.Origins;

/// <summary>One load balancer of a pool, and whether it can be reached.</summary>
internal sealed class OriginServer(OriginWay way, SslMode mode, int weight, TimeProvider time) : IDisposable
{
    /// <summary>How long a failure counts when nothing better is heard.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private long _unreachableUntil;
    private OriginFailure? _lastFailure;
    private bool _isUsed;
    private ITimer? _end;

    public ForwardTarget Target => way.Target;

    /// <summary>What its connections rest on.</summary>
    public string Identity => way.Identity;

    public int Weight => weight;

    public bool IsReachable => time.GetUtcNow().UtcTicks >= Volatile.Read(ref _unreachableUntil);

    /// <summary>What protects the way there.</summary>
    public SslMode Mode => mode;

    /// <summary>The last request that could not be brought there and back; null: none since these settings came into force.</summary>
    public OriginFailure? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>What a request or a health check found.</summary>
    public void Found(bool isReachable) => Volatile.Write(ref _unreachableUntil, isReachable ? 0 : (time.GetUtcNow() + Rest).UtcTicks);

    /// <summary>A request is about to go there.</summary>
    public void Use()
    {
        // Written once a minute at most, so that processors need not pass this line around.
        if (!Volatile.Read(ref _isUsed))
            Volatile.Write(ref _isUsed, true);
    }

    /// <summary>A request has been there, or failed to get there. A failure that is not the client's is counted and kept for the operator.</summary>
    public void Report(in ForwardResult result)
    {
        if (result.Fault is ForwardFault.None or ForwardFault.Client)
            return;

        Metrics.CountOriginFailure(result.Fault);
        Volatile.Write(ref _lastFailure, new OriginFailure(time.GetUtcNow(), result.Detail ?? result.Fault.ToString()));
    }

    /// <summary>Whether a request came since the last call.</summary>
    public bool TakeUse() => Interlocked.Exchange(ref _isUsed, false);

    /// <summary>
    /// Settings that are in force now have another way, or none: what is open on this one goes on until its end, for so long at most. The first word counts.
    /// </summary>
    public void EndAfter(TimeSpan grace) => _end ??= time.CreateTimer(_ => way.Cut(), null, grace, Timeout.InfiniteTimeSpan);

    /// <summary>The settings in force have the same way: what is open may stay.</summary>
    public void Stay()
    {
        _end?.Dispose();
        _end = null;
    }

    public void Dispose()
    {
        _end?.Dispose();
        Target.Dispose();
    }
}
