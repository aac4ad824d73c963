namespace Bulwark.DataApi.Planning;

/// <summary>
/// The plans that were used last, within a number of bytes and of entries. A client that sends ever new documents pushes out plans, never memory.
/// </summary>
internal sealed class PlanCache(int maxBytes)
{
    /// <summary>The most entries, however small.</summary>
    internal const int MaxEntries = 4096;

    // A parsed document takes some 20 bytes of memory for each of its characters (44 KiB for 2,036 were measured).
    private const int BytesPerCharacter = 22;
    private const int BytesPerEntry = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<PlanKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    /// <summary>How many plans are kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>What is kept for a key, which counts as used now; null when nothing is.</summary>
    public CachedPlan? Find(PlanKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
                return null;

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Plan;
        }
    }

    /// <summary>Keeps a plan, and lets go of those that were not used for longest until everything fits.</summary>
    public void Add(PlanKey key, CachedPlan plan)
    {
        var size = BytesPerEntry + (BytesPerCharacter * (long)key.QueryLength) + (2L * (key.OperationName?.Length ?? 0)) + plan.PlanBytes;
        if (size > maxBytes)
            return;

        lock (_lock)
        {
            if (_entries.ContainsKey(key))
                return;

            _entries.Add(key, _byUse.AddFirst(new Entry(key, plan, size)));
            _bytes += size;
            while (_bytes > maxBytes || _entries.Count > MaxEntries)
                RemoveLast();
        }
    }

    private void RemoveLast()
    {
        var last = _byUse.Last!.Value;
        _byUse.RemoveLast();
        _entries.Remove(last.Key);
        _bytes -= last.Size;
    }

    private sealed record Entry(PlanKey Key, CachedPlan Plan, long Size);
}
