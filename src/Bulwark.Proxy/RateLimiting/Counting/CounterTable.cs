using System.Numerics;

namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>
/// The counters of all keys of all rules, in memory that is laid out once. A key has its place in one of the eight slots of the set that its hash names; a set without a
/// free slot takes no new key, and nothing that still counts is ever thrown out for another. No locks: a slot is taken, and counted in, by compare-and-swap.
/// </summary>
internal sealed class CounterTable
{
    /// <summary>Memory of one counter.</summary>
    public const int SlotBytes = Words * sizeof(ulong);

    private const int Words = 4;
    private const int Ways = 8;
    private const int SetWords = Words * Ways;
    private const int SetsPerPage = 16;
    private const int MaxSpins = 64;

    private readonly ulong[] _words;
    private readonly bool[] _usedPages;
    private readonly ulong _setMask;

    /// <param name="memoryMiB">Memory for everything, rounded down to a power of two.</param>
    public CounterTable(int memoryMiB)
    {
        MemoryMiB = memoryMiB;
        var sets = (int)BitOperations.RoundUpToPowerOf2((uint)memoryMiB / 2 + 1) * (1024 * 1024 / (SetWords * sizeof(ulong)));
        _setMask = (ulong)sets - 1;
        _words = new ulong[(long)sets * SetWords];
        _usedPages = new bool[sets / SetsPerPage];
    }

    /// <summary>The memory that was asked for.</summary>
    public int MemoryMiB { get; }

    /// <summary>How many keys have room.</summary>
    public int Slots => _words.Length / Words;

    /// <summary>The counter of a key, made if there is none. False when its set is full of counters that are in use.</summary>
    /// <param name="key">The key.</param>
    /// <param name="rule">The number of the rule; kept with the counter for those who look through all.</param>
    /// <param name="now">What is over by then may be replaced.</param>
    /// <param name="rules">Know when a counter is over.</param>
    /// <param name="slot">Where it is.</param>
    public bool TryFind(RateKey key, RuleCounters rule, TimeSpan now, RuleRegistry rules, out int slot)
    {
        var first = (int)(key.Low & _setMask) * Ways;
        if (TryFindExisting(key, first, out slot))
            return true;

        if (!TryTakeFree(key, first, out slot) && !TryReplace(key, first, now, rules, out slot))
            return false;

        Volatile.Write(ref Meta(slot), rule.Number);
        Volatile.Write(ref _usedPages[slot / (Ways * SetsPerPage)], true);

        // Two may have taken different slots for the same key in the same moment; the first of them is the one that counts.
        if (TryFindExisting(key, first, out var earlier))
            slot = earlier;
        return true;
    }

    /// <summary>The counter's word.</summary>
    public ref ulong State(int slot) => ref _words[(slot * Words) + 2];

    /// <summary>The rule's number in the lowest 16 bits; above them what is to be told to others.</summary>
    public ref ulong Meta(int slot) => ref _words[(slot * Words) + 3];

    /// <summary>The number of the rule that counts in a slot.</summary>
    public ushort RuleOf(int slot) => (ushort)Volatile.Read(ref Meta(slot));

    /// <summary>The key of a counter.</summary>
    public RateKey KeyOf(int slot) => new(Volatile.Read(ref Low(slot)), Volatile.Read(ref High(slot)));

    /// <summary>Every slot that has ever been in use.</summary>
    public IEnumerable<int> UsedSlots()
    {
        const int PerPage = Ways * SetsPerPage;
        for (var page = 0; page < _usedPages.Length; page++)
        {
            if (!Volatile.Read(ref _usedPages[page]))
                continue;

            for (var slot = page * PerPage; slot < (page + 1) * PerPage; slot++)
            {
                if (Volatile.Read(ref State(slot)) != 0)
                    yield return slot;
            }
        }
    }

    private ref ulong Low(int slot) => ref _words[slot * Words];

    private ref ulong High(int slot) => ref _words[(slot * Words) + 1];

    private bool TryFindExisting(RateKey key, int first, out int slot)
    {
        for (slot = first; slot < first + Ways; slot++)
        {
            if (Volatile.Read(ref Low(slot)) == key.Low && Holds(slot, key))
                return true;
        }

        return false;
    }

    private bool Holds(int slot, RateKey key)
    {
        var spin = new SpinWait();
        while (Volatile.Read(ref State(slot)) == CounterState.Moving)
        {
            if (spin.Count == MaxSpins)
                return false;

            spin.SpinOnce(sleep1Threshold: -1);
        }

        // Whoever took the slot a moment ago has not written the second half yet: the same key would write the same.
        var high = Volatile.Read(ref High(slot));
        if (high == 0)
            high = Interlocked.CompareExchange(ref High(slot), key.High, 0) is var seen and not 0 ? seen : key.High;

        return high == key.High && Volatile.Read(ref Low(slot)) == key.Low;
    }

    private bool TryTakeFree(RateKey key, int first, out int slot)
    {
        for (slot = first; slot < first + Ways; slot++)
        {
            var low = Volatile.Read(ref Low(slot));
            if (low == 0)
                low = Interlocked.CompareExchange(ref Low(slot), key.Low, 0);

            if ((low == 0 || low == key.Low) && Holds(slot, key))
                return true;
        }

        return false;
    }

    private bool TryReplace(RateKey key, int first, TimeSpan now, RuleRegistry rules, out int slot)
    {
        for (slot = first; slot < first + Ways; slot++)
        {
            if (TryReplaceOne(slot, key, now, rules))
                return true;
        }

        return false;
    }

    private bool TryReplaceOne(int slot, RateKey key, TimeSpan now, RuleRegistry rules)
    {
        var state = Volatile.Read(ref State(slot));
        if (state == CounterState.Moving || !IsOver(slot, state, now, rules) || Interlocked.CompareExchange(ref State(slot), CounterState.Moving, state) != state)
            return false;

        Volatile.Write(ref High(slot), key.High);
        Volatile.Write(ref Low(slot), key.Low);
        Volatile.Write(ref State(slot), 0);
        return true;
    }

    private bool IsOver(int slot, ulong state, TimeSpan now, RuleRegistry rules) => state == 0 || rules.IsOver(RuleOf(slot), state, now);
}
