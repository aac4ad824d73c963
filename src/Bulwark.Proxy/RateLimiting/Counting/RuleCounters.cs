namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>What belongs to all counters of one rule. It outlives the settings, as long as they say the same about what is counted.</summary>
/// <param name="number">The rule's number in the table: 1 to <see cref="RuleRegistry.MaxRules"/>.</param>
/// <param name="fingerprint">Stands for everything that decides what is counted.</param>
/// <param name="window">The period and the limit.</param>
internal sealed class RuleCounters(ushort number, ulong fingerprint, SlidingWindow window)
{
    private const int OverflowCounters = 1024;

    private readonly ulong[] _overflow = new ulong[OverflowCounters];
    private readonly StripedCount _counted = new();
    private long _exceeded;

    public ushort Number => number;

    public ulong Fingerprint => fingerprint;

    public SlidingWindow Window => window;

    /// <summary>How many requests have been counted, and were within the limit.</summary>
    public long Counted => _counted.Value;

    /// <summary>How many requests the rule's action was applied to.</summary>
    public long Exceeded => Volatile.Read(ref _exceeded);

    /// <summary>The counter of last resort: there always is one, and many keys share it.</summary>
    public ref ulong Overflow(RateKey key) => ref _overflow[key.High % OverflowCounters];

    /// <summary>
    /// Empties those counters of last resort that are over. Their time wraps around: one that nobody empties says after a while that its old counts are new.
    /// </summary>
    public void SweepOverflow(TimeSpan now)
    {
        for (var i = 0; i < _overflow.Length; i++)
        {
            var state = Volatile.Read(ref _overflow[i]);
            if (state != 0 && IsOver(state, now))
                Interlocked.CompareExchange(ref _overflow[i], 0, state);
        }
    }

    /// <summary>True when the word of one of the rule's counters says nothing any more.</summary>
    public bool IsOver(ulong state, TimeSpan now) => CounterState.HoldsMitigation(state) ? !CounterState.IsMitigated(state, now) : window.IsOver(state, now);

    public void CountWithin() => _counted.Increment();

    public void CountExceeded() => Interlocked.Increment(ref _exceeded);
}
