namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>
/// The word of a counter: 0 when it is empty, the time until which its key is mitigated when the highest bit is set, else the counts of a
/// <see cref="SlidingWindow"/>.
/// </summary>
internal static class CounterState
{
    /// <summary>The counter is just being given to another key.</summary>
    public const ulong Moving = ulong.MaxValue;

    private const ulong MitigatedBit = 1UL << 63;

    public static ulong MitigatedUntil(TimeSpan until) => MitigatedBit | (ulong)until.Ticks;

    /// <summary>True also when the time of mitigation is over.</summary>
    public static bool HoldsMitigation(ulong state) => state >= MitigatedBit && state != Moving;

    /// <summary>The end of the mitigation that the word holds.</summary>
    public static TimeSpan EndOfMitigation(ulong state) => TimeSpan.FromTicks((long)(state & ~MitigatedBit));

    public static bool IsMitigated(ulong state, TimeSpan now) => HoldsMitigation(state) && EndOfMitigation(state) > now;
}
