namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>The rules that have counters, found by what they count: the same rule in new settings goes on with its counters.</summary>
internal sealed class RuleRegistry
{
    /// <summary>So many are kept; beyond, the one that has not been asked for the longest time is forgotten. Two generations at their largest have room.</summary>
    public const int MaxRules = 255;

    private readonly Lock _lock = new();
    private readonly RuleCounters?[] _byNumber = new RuleCounters?[MaxRules + 1];
    private readonly long[] _asked = new long[MaxRules + 1];
    private long _asks;

    /// <summary>The counters of a rule, made if they are new.</summary>
    public RuleCounters Register(ulong fingerprint, SlidingWindow window)
    {
        lock (_lock)
        {
            var number = Find(fingerprint) is > 0 and var found ? found : Oldest();
            _asked[number] = ++_asks;
            if (_byNumber[number] is { } known && known.Fingerprint == fingerprint)
                return known;

            var created = new RuleCounters((ushort)number, fingerprint, window);
            Volatile.Write(ref _byNumber[number], created);
            return created;
        }
    }

    /// <summary>Empties what is over of the counters that the rules keep themselves.</summary>
    public void SweepOverflow(TimeSpan now)
    {
        for (var number = 1; number <= MaxRules; number++)
            Volatile.Read(ref _byNumber[number])?.SweepOverflow(now);
    }

    /// <summary>The rule of this number; null when it has been forgotten.</summary>
    public RuleCounters? Of(ushort number) => number <= MaxRules ? Volatile.Read(ref _byNumber[number]) : null;

    /// <summary>The rule of this fingerprint; null when nobody here has it.</summary>
    public RuleCounters? Of(ulong fingerprint)
    {
        lock (_lock)
            return Find(fingerprint) is > 0 and var number ? _byNumber[number] : null;
    }

    /// <summary>True when a counter's word says nothing any more.</summary>
    public bool IsOver(ushort number, ulong state, TimeSpan now)
    {
        if (CounterState.HoldsMitigation(state))
            return !CounterState.IsMitigated(state, now); // whatever has become of its rule

        return Of(number) is not { } rule || rule.IsOver(state, now);
    }

    private int Find(ulong fingerprint) => Array.FindIndex(_byNumber, rule => rule?.Fingerprint == fingerprint);

    private int Oldest()
    {
        var oldest = 1;
        for (var number = 2; number <= MaxRules; number++)
        {
            if (_asked[number] < _asked[oldest])
                oldest = number;
        }

        return oldest;
    }
}
