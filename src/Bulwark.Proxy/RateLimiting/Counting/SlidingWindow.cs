using System.Numerics;
using System.Runtime.InteropServices;

namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>
/// How many requests came within a period, in one 64-bit word, so that one compare-and-swap is the whole bookkeeping. The period is cut into parts that begin with the first
/// request; the word has the time of the newest part and the counts of all of them, and of one part more, of which the share counts that is not over yet.
/// </summary>
/// <remarks>
/// From the first request on a period is counted exactly (to a 30,000th of a part): of N + 1 requests the last is too many. After that the oldest part is taken to be spread evenly, and never for
/// more than that, so a steady rate below N in a period is never too much; who knows the times of the parts can win at most what one part held. The smaller N, the more
/// parts: eight at most, six for 15 requests, two for 2,000 requests.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly struct SlidingWindow
{
    /// <summary>The largest number of requests that a rule can allow: two parts have room for it.</summary>
    public const int MaxRequests = (1 << 19) - 2;

    private const int CountBits = 39;
    private const int TimeBits = 24;
    private const ulong TimeMask = (1UL << TimeBits) - 1;
    private const int MaxCounts = 9;
    private const int TicksPerPartBits = 15;
    private const int TicksPerPart = 1 << TicksPerPartBits;

    private readonly int _bits;
    private readonly ulong _mask;
    private readonly double _ticksPerUnit;

    /// <param name="period">The length of the window.</param>
    /// <param name="requests">How many requests fit into it: 1 to <see cref="MaxRequests"/>.</param>
    public SlidingWindow(TimeSpan period, int requests)
    {
        Requests = requests;

        // One more than fits is stored too: what a count after the answer may reach.
        _bits = BitOperations.Log2((uint)requests + 1) + 1;
        _mask = (1UL << _bits) - 1;
        Parts = Math.Min(MaxCounts, CountBits / _bits) - 1;
        _ticksPerUnit = (double)Parts * TicksPerPart / period.Ticks;
    }

    /// <summary>N.</summary>
    public int Requests { get; }

    /// <summary>How many parts a period has.</summary>
    public int Parts { get; }

    /// <summary>Counts <paramref name="amount"/> more at this time, and gives the new word.</summary>
    /// <param name="state">The word; 0 when nothing has been counted.</param>
    /// <param name="now">Time since some fixed moment, in units of 100 ns.</param>
    /// <param name="amount">How many; what does not fit into the word is cut off, far beyond every limit.</param>
    /// <param name="total">How many came within the period, with these.</param>
    public ulong Add(ulong state, TimeSpan now, int amount, out int total)
    {
        var advanced = Advance(state, now, out var elapsed);
        total = (int)Math.Min(int.MaxValue, (long)Sum(advanced, elapsed) + amount);
        var newest = Math.Min((advanced & _mask) + (ulong)amount, _mask);
        return (advanced & ~_mask) | newest;
    }

    /// <summary>How many came within the period.</summary>
    public int Total(ulong state, TimeSpan now) => Sum(Advance(state, now, out var elapsed), elapsed);

    /// <summary>True when nothing of the word counts any more.</summary>
    public bool IsOver(ulong state, TimeSpan now) => (int)(Elapsed(state, now) >> TicksPerPartBits) > Parts;

    /// <summary>How long it takes at most until one more request fits.</summary>
    public TimeSpan UntilNext(ulong state, TimeSpan now)
    {
        var counts = Advance(state, now, out var elapsed);
        var sum = 0;
        var kept = 0;
        while (kept <= Parts && (sum += Count(counts, kept)) < Requests)
            kept++;

        // Part number 'kept' is one too many: it has to become older than the oldest that counts.
        return TimeSpan.FromTicks((long)((((Parts + 1 - kept) * TicksPerPart) - elapsed + 1) / _ticksPerUnit));
    }

    // The oldest part counts for less the longer it goes on, and for one less than it held: so the estimate never exceeds what an even rate brings.
    private int Sum(ulong state, int elapsed)
    {
        var sum = 0;
        for (var i = 0; i < Parts; i++)
            sum += Count(state, i);

        var oldest = Count(state, Parts);
        return oldest <= 1 ? sum : sum + (int)((long)(oldest - 1) * (TicksPerPart - 1 - elapsed) >> TicksPerPartBits);
    }

    private int Count(ulong state, int part) => (int)((state >> (part * _bits)) & _mask);

    /// <summary>Moves the counts on to the part of this time, and says how far into that it is.</summary>
    private ulong Advance(ulong state, TimeSpan now, out int elapsed)
    {
        if (state == 0)
        {
            elapsed = 0;
            return Time(now) << CountBits;
        }

        var ticks = Elapsed(state, now);
        var parts = (int)(ticks >> TicksPerPartBits);
        if (parts > Parts)
        {
            elapsed = 0;
            return Time(now) << CountBits;
        }

        elapsed = (int)(ticks & (TicksPerPart - 1));
        var counts = (state << (parts * _bits)) & Used;
        var start = ((state >> CountBits) + ((ulong)parts << TicksPerPartBits)) & TimeMask;
        return (start << CountBits) | counts;
    }

    private ulong Used => (1UL << ((Parts + 1) * _bits)) - 1;

    /// <summary>Time since the newest part began. A clock that went back leaves it as it is.</summary>
    private ulong Elapsed(ulong state, TimeSpan now)
    {
        var elapsed = (Time(now) - (state >> CountBits)) & TimeMask;
        return elapsed <= TimeMask / 2 ? elapsed : 0;
    }

    private ulong Time(TimeSpan now) => (ulong)(now.Ticks * _ticksPerUnit) & TimeMask;
}
