using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>
/// Which counters have counted something that others do not know yet. A counter stands in it once between two times that it is emptied; how often it counted is kept with
/// the counter itself.
/// </summary>
internal sealed class Outbox
{
    private const int Capacity = 1 << 16;
    private const int MaxSpins = 64;
    private const int AmountShift = 16;
    private const ulong AmountMask = 0xFF_FFFFUL << AmountShift;
    private const int RoundShift = 40;
    private const ulong RoundMask = 0xFFFFUL << RoundShift;

    private readonly int[] _slots = new int[Capacity];
    private long _written;
    private long _read;
    private ulong _round = 1;

    /// <summary>Remembers that a counter has counted once more.</summary>
    public void Add(CounterTable table, int slot)
    {
        ref var meta = ref table.Meta(slot);
        var round = Volatile.Read(ref _round) << RoundShift;
        while (true)
        {
            var seen = Volatile.Read(ref meta);
            var amount = Math.Min((seen & AmountMask) + (1UL << AmountShift), AmountMask);
            if (Interlocked.CompareExchange(ref meta, (seen & ushort.MaxValue) | amount | round, seen) != seen)
                continue;

            if ((seen & RoundMask) != round)
                Volatile.Write(ref _slots[(Interlocked.Increment(ref _written) - 1) % Capacity], slot + 1);
            return;
        }
    }

    /// <summary>Empties it: the slots, each of which <see cref="Take"/> has to be called for. One caller at a time.</summary>
    public IEnumerable<int> Drain()
    {
        // A counter that counts from now on goes into the next round, though its slot may still stand in this one.
        Volatile.Write(ref _round, (_round % ushort.MaxValue) + 1);
        var written = Volatile.Read(ref _written);
        _read = Math.Max(_read, written - Capacity);
        for (; _read < written; _read++)
        {
            if (TakePlace((int)(_read % Capacity), out var slot))
                yield return slot;
        }
    }

    // Whoever has got the place a moment ago is about to write it.
    private bool TakePlace(int place, out int slot)
    {
        var spin = new SpinWait();
        while ((slot = Interlocked.Exchange(ref _slots[place], 0) - 1) < 0 && spin.Count < MaxSpins)
            spin.SpinOnce(sleep1Threshold: -1);

        return slot >= 0;
    }

    /// <summary>How often the counter has counted since it was last asked.</summary>
    public static int Take(CounterTable table, int slot) => (int)((Interlocked.And(ref table.Meta(slot), ~AmountMask) & AmountMask) >> AmountShift);
}
