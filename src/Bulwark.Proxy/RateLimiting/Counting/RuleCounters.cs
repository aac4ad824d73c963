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

    public void CountWithin() => _counted.Increment();

    public void CountExceeded() => Interlocked.Increment(ref _exceeded);
}
