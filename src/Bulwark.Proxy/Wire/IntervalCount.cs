namespace Bulwark.Proxy.Wire;

/// <summary>Lets something through once in an interval, and counts what it stands for.</summary>
internal sealed class IntervalCount(TimeSpan interval, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _last;
    private int _count;

    /// <summary>Counts one more. True when it is time to tell of all that were counted since the last time.</summary>
    public bool TryTake(out int count)
    {
        lock (_lock)
        {
            count = ++_count;
            var now = time.GetTimestamp();
            if (_last != 0 && time.GetElapsedTime(_last, now) < interval)
                return false;

            _last = now;
            _count = 0;
            return true;
        }
    }
}
