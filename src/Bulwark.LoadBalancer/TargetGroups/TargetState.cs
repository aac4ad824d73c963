using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>What is known of a target, whatever settings are in force: it outlives a change of them.</summary>
internal sealed class TargetState(string group, string address, TimeProvider time, ILogger log) : IDisposable
{
    private const double LeastShare = 0.1;

    private readonly Lock _changing = new();
    private volatile bool _isUnhealthy;
    private volatile bool _isDraining;
    private bool _isInForce;
    private TimeSpan _deregistrationDelay;
    private volatile ITimer? _cut;
    private volatile TargetError? _lastError;
    private int _outstanding;
    private int _failures;
    private int _checksInRow;
    private int _ejections;
    private long _ejectedUntil;
    private long _lastEjectionEnd;
    private long _warmSince;

    /// <summary>The group.</summary>
    public string Group => group;

    /// <summary>Where the target listens.</summary>
    public string Address => address;

    /// <summary>The connections to it.</summary>
    public TargetConnections Connections { get; } = new();

    /// <summary>Requests under way.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>True when an operator said that it gets no new requests.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>True when it may be chosen.</summary>
    public bool IsAvailable => !_isUnhealthy && !_isDraining && !IsEjected;

    /// <summary>What last went wrong.</summary>
    public TargetError? LastError => _lastError;

    /// <summary>What it is fit for.</summary>
    public TargetHealth Health =>
        _isDraining ? TargetHealth.Draining : _isUnhealthy ? TargetHealth.Unhealthy : IsEjected ? TargetHealth.Ejected : TargetHealth.Healthy;

    /// <summary>True while it is left alone because it failed requests.</summary>
    public bool IsEjected
    {
        get
        {
            var until = Volatile.Read(ref _ejectedUntil);
            if (until == 0)
                return false;

            if (time.GetTimestamp() < until)
                return true;

            if (Interlocked.CompareExchange(ref _ejectedUntil, 0, until) == until)
                Return();

            return false;
        }
    }

    /// <summary>Counts one more request, unless there are as many as may be.</summary>
    /// <param name="limit">0: any number.</param>
    public bool TryEnter(int limit)
    {
        if (Interlocked.Increment(ref _outstanding) <= limit || limit == 0)
            return true;

        Interlocked.Decrement(ref _outstanding);
        return false;
    }

    /// <summary>A request has ended.</summary>
    public void Leave() => Interlocked.Decrement(ref _outstanding);

    /// <summary>A request was answered as it should be.</summary>
    public void Succeed()
    {
        // Nearly always there is nothing to forget, and a write would take the line from the other cores.
        if (Volatile.Read(ref _failures) != 0)
            Volatile.Write(ref _failures, 0);
    }

    /// <summary>A request failed. Gives how many have failed one after the other.</summary>
    public int Fail(string reason)
    {
        _lastError = new TargetError(time.GetUtcNow(), reason);
        return Interlocked.Increment(ref _failures);
    }

    /// <summary>Leaves the target alone, for longer each time.</summary>
    public void Eject(TimeSpan baseTime, TimeSpan maxTime)
    {
        var now = time.GetTimestamp();
        var duration = TimeSpan.FromTicks(Math.Min(maxTime.Ticks, baseTime.Ticks << Math.Min(NextEjection(now, maxTime), 16)));
        Volatile.Write(ref _failures, 0);
        Volatile.Write(ref _lastEjectionEnd, now + ToTimestamp(duration));
        Volatile.Write(ref _ejectedUntil, now + ToTimestamp(duration));
        Log.TargetEjected(log, address, group, duration, _lastError?.Reason ?? "");
        Metrics.Health(this, isHealthy: false);
    }

    /// <summary>A health check has ended.</summary>
    /// <param name="failure">Why it failed; null when it did not.</param>
    /// <param name="threshold">So many in a row change the target's health.</param>
    public void Check(string? failure, int threshold)
    {
        lock (_changing)
        {
            if (failure is not null)
                _lastError = new TargetError(time.GetUtcNow(), failure);

            Metrics.Health(this, isHealthy: IsAvailable);
            var isAgainst = (failure is not null) != _isUnhealthy;
            _checksInRow = isAgainst ? _checksInRow + 1 : 0;
            if (_checksInRow < threshold)
                return;

            _checksInRow = 0;
            _isUnhealthy = failure is not null;
        }

        Changed(failure);
    }

    /// <summary>Health checks are off from now on: what they said last counts no longer.</summary>
    public void ForgetChecks()
    {
        _isUnhealthy = false;
        _checksInRow = 0;
    }

    /// <summary>From now on the target gets its full share only bit by bit.</summary>
    public void Warm() => Volatile.Write(ref _warmSince, time.GetTimestamp());

    /// <summary>The part of its share that it gets now: 0.1 to 1.</summary>
    public double Share(TimeSpan slowStart)
    {
        var since = Volatile.Read(ref _warmSince);
        if (since == 0)
            return 1;

        var share = slowStart == TimeSpan.Zero ? 1 : time.GetElapsedTime(since) / slowStart;
        if (share < 1)
            return Math.Max(LeastShare, share);

        Interlocked.CompareExchange(ref _warmSince, 0, since);
        return 1;
    }

    /// <summary>No new requests; what is under way is cut off after the delay. Gives false when that was so already.</summary>
    public bool Drain()
    {
        lock (_changing)
        {
            if (_isDraining)
                return false;

            _isDraining = true;
            CutAfter(_deregistrationDelay, Connections.Cut);
        }

        Metrics.Health(this, isHealthy: false);
        return true;
    }

    /// <summary>It gets requests again. Gives false when it did anyhow.</summary>
    public bool Undrain()
    {
        lock (_changing)
        {
            if (!_isDraining)
                return false;

            Keep();
            Connections.Reopen();
            _isDraining = false;
        }

        Warm();
        Metrics.Health(this, isHealthy: IsAvailable);
        return true;
    }

    /// <summary>The settings name the target. One that they did not name before gets its share bit by bit.</summary>
    /// <param name="isNew">False at the start of the tier, when every target is new.</param>
    /// <param name="deregistrationDelay">How long requests may still take when the target is drained or leaves the settings.</param>
    public void PutIntoForce(bool isNew, TimeSpan deregistrationDelay)
    {
        lock (_changing)
        {
            _deregistrationDelay = deregistrationDelay;
            if (!_isInForce)
                Join(isNew);

            _isInForce = true;
        }
    }

    /// <summary>The settings do not name the target any more: what is under way is cut off after the delay that they last said, then it is forgotten.</summary>
    public void Retire(Action forget)
    {
        lock (_changing)
        {
            if (!_isInForce)
            {
                // Its delay is running, or it was named by settings that were looked at and never put into force.
                if (_cut is null)
                    forget();

                return;
            }

            _isInForce = false;
            CutAfter(_deregistrationDelay, () =>
            {
                forget();
                Connections.Cut();
            });
        }
    }

    public void Dispose() => Keep();

    private void Keep()
    {
        _cut?.Dispose();
        _cut = null;
    }

    private void Join(bool isNew)
    {
        Keep();
        Connections.Reopen();
        if (_isDraining)
            CutAfter(_deregistrationDelay, Connections.Cut);

        if (isNew)
            Warm();
    }

    private void CutAfter(TimeSpan delay, Action cut)
    {
        _cut?.Dispose();
        _cut = time.CreateTimer(_ => cut(), null, delay, Timeout.InfiniteTimeSpan);
    }

    private int NextEjection(long now, TimeSpan maxTime)
    {
        if (now - Volatile.Read(ref _lastEjectionEnd) > ToTimestamp(maxTime))
            _ejections = 0;

        return _ejections++;
    }

    private void Return()
    {
        Warm();
        Log.TargetReturned(log, address, group);
        Metrics.Health(this, isHealthy: IsAvailable);
    }

    private void Changed(string? failure)
    {
        if (failure is null)
        {
            Warm();
            Log.TargetHealthy(log, address, group);
        }
        else
        {
            Log.TargetUnhealthy(log, address, group, failure);
        }

        Metrics.Health(this, isHealthy: IsAvailable);
    }

    private long ToTimestamp(TimeSpan duration) => (long)(duration.TotalSeconds * time.TimestampFrequency);
}
