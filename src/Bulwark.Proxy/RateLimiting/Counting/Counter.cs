namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>Counting in one word.</summary>
internal static class Counter
{
    /// <summary>
    /// Counts a request before it is answered. The one that makes the counter exceed the limit is beyond it itself, and begins the mitigation. Without a mitigation timeout
    /// what is beyond is not counted, so that only the excess is refused.
    /// </summary>
    public static Tally Count(ref ulong state, in SlidingWindow window, TimeSpan now, TimeSpan timeout)
    {
        while (true)
        {
            var seen = Volatile.Read(ref state);
            if (TryJudge(seen, now, out var known))
                return known;

            var counted = window.Add(CountsOf(seen), now, 1, out var total);
            if (total <= window.Requests)
            {
                if (Interlocked.CompareExchange(ref state, counted, seen) == seen)
                    return Tally.Within;
            }
            else if (timeout == TimeSpan.Zero)
            {
                return new Tally(TallyOutcome.Beyond, window.UntilNext(CountsOf(seen), now));
            }
            else if (Interlocked.CompareExchange(ref state, CounterState.MitigatedUntil(now + timeout), seen) == seen)
            {
                return new Tally(TallyOutcome.Exceeds, timeout);
            }
        }
    }

    /// <summary>Counts requests that have been answered already, here or elsewhere. When they exceed the limit, the next one feels it.</summary>
    public static Tally CountAnswered(ref ulong state, in SlidingWindow window, TimeSpan now, TimeSpan timeout, int amount)
    {
        while (true)
        {
            var seen = Volatile.Read(ref state);
            if (TryJudge(seen, now, out var known))
                return known;

            var next = window.Add(CountsOf(seen), now, amount, out var total);
            var exceeds = total > window.Requests && timeout > TimeSpan.Zero;
            if (exceeds)
                next = CounterState.MitigatedUntil(now + timeout);

            if (Interlocked.CompareExchange(ref state, next, seen) == seen)
                return exceeds ? new Tally(TallyOutcome.Exceeds, timeout) : Tally.Within;
        }
    }

    /// <summary>Judges without counting.</summary>
    public static Tally Judge(ref ulong state, in SlidingWindow window, TimeSpan now)
    {
        var seen = Volatile.Read(ref state);
        if (TryJudge(seen, now, out var known))
            return known;

        var counts = CountsOf(seen);
        return window.Total(counts, now) > window.Requests ? new Tally(TallyOutcome.Beyond, window.UntilNext(counts, now)) : Tally.Within;
    }

    /// <summary>Begins or prolongs a mitigation that somebody else has begun.</summary>
    public static void Mitigate(ref ulong state, TimeSpan until)
    {
        var mitigated = CounterState.MitigatedUntil(until);
        while (true)
        {
            var seen = Volatile.Read(ref state);
            if (seen == CounterState.Moving || seen >= mitigated || Interlocked.CompareExchange(ref state, mitigated, seen) == seen)
                return;
        }
    }

    private static bool TryJudge(ulong state, TimeSpan now, out Tally tally)
    {
        tally = state == CounterState.Moving ? Tally.Lost
            : CounterState.IsMitigated(state, now) ? new Tally(TallyOutcome.Beyond, CounterState.EndOfMitigation(state) - now)
            : Tally.Within;
        return tally.Outcome != TallyOutcome.Within;
    }

    // When a mitigation is over, counting begins anew.
    private static ulong CountsOf(ulong state) => CounterState.HoldsMitigation(state) ? 0 : state;
}
