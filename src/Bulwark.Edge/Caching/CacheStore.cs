using System.Collections.Concurrent;

namespace Bulwark.Edge.Caching;

/// <summary>
/// The stored answers. They outlive a change of settings. Finding takes no lock; when memory runs out, what was not asked for since the last look goes first (a queue with a
/// second chance).
/// </summary>
public sealed class CacheStore
{
    /// <summary>The largest body that is stored, in bytes.</summary>
    internal const int MaxBody = 1024 * 1024;

    /// <summary>How many answers one URL may have, by the headers of its key.</summary>
    private const int MaxVariants = 16;

    /// <summary>How many answers may be fetched at once that nobody waits for.</summary>
    private const int MostInBackground = 16;

    private readonly ConcurrentDictionary<string, CacheEntry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CacheFetch> _fetches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _variants = new(StringComparer.Ordinal);
    private readonly Queue<CacheEntry> _queue = new();
    private readonly Lock _gate = new();
    private int _background;
    private long _bytes;
    private long _hits;
    private long _purges;

    internal long Hits => Volatile.Read(ref _hits);

    internal long Bytes => Volatile.Read(ref _bytes);

    internal int Count => _entries.Count;

    /// <summary>Grows with each purge: what began to be fetched before one is not stored after it.</summary>
    internal long Purges => Volatile.Read(ref _purges);

    /// <summary>What is stored under a key, fresh or not.</summary>
    internal CacheEntry? Find(CacheKey key) => _entries.GetValueOrDefault(key.Text);

    /// <summary>Somebody is served from an entry.</summary>
    internal void Visit(CacheEntry entry)
    {
        entry.IsVisited = true;
        Interlocked.Increment(ref _hits);
    }

    /// <summary>A place among the fetches that nobody waits for; false when all are taken. Given back with <see cref="LeaveBackground"/>.</summary>
    internal bool TryEnterBackground()
    {
        if (Interlocked.Increment(ref _background) <= MostInBackground)
            return true;

        LeaveBackground();
        return false;
    }

    internal void LeaveBackground() => Interlocked.Decrement(ref _background);

    /// <summary>The fetch of a key that is under way, or a new one that this caller has to carry out.</summary>
    internal CacheFetch Join(CacheKey key, out bool isOwn)
    {
        var own = new CacheFetch(Purges);
        var fetch = _fetches.GetOrAdd(key.Text, own);
        isOwn = ReferenceEquals(fetch, own);
        return fetch;
    }

    /// <summary>Ends a fetch, with or without something to store, and lets those go on who wait for it.</summary>
    /// <param name="key">What was fetched.</param>
    /// <param name="fetch">The fetch.</param>
    /// <param name="entry">What came; null: nothing to store.</param>
    /// <param name="memory">How much all entries may take.</param>
    /// <param name="standIn">A stored answer that those who wait get when there is nothing new.</param>
    internal void Finish(CacheKey key, CacheFetch fetch, CacheEntry? entry, long memory, CacheEntry? standIn = null)
    {
        var stored = entry is not null && TryAdd(entry, fetch.Purges, memory) ? entry : null;
        _fetches.TryRemove(new KeyValuePair<string, CacheFetch>(key.Text, fetch));
        fetch.Complete(stored ?? standIn);
    }

    /// <summary>Drops answers by their URL, or all. Gives how many.</summary>
    internal int Purge(Func<string, bool> isMeant)
    {
        lock (_gate)
        {
            _purges++;
            var meant = _entries.Values.Where(entry => isMeant(entry.Key.Url)).ToList();
            foreach (var entry in meant)
                Remove(entry);

            return meant.Count;
        }
    }

    private bool TryAdd(CacheEntry entry, long purges, long memory)
    {
        lock (_gate)
        {
            if (purges != _purges)
                return false;

            if (_entries.TryGetValue(entry.Key.Text, out var old))
                Remove(old);

            if (_variants.GetValueOrDefault(entry.Key.Url) >= MaxVariants)
                return false;

            _variants[entry.Key.Url] = _variants.GetValueOrDefault(entry.Key.Url) + 1;
            _entries[entry.Key.Text] = entry;
            _queue.Enqueue(entry);
            _bytes += entry.Bytes;
            while (_bytes > memory && _queue.TryDequeue(out var oldest))
                DropOrKeep(oldest);

            return _entries.ContainsKey(entry.Key.Text);
        }
    }

    private void DropOrKeep(CacheEntry entry)
    {
        if (!_entries.TryGetValue(entry.Key.Text, out var current) || !ReferenceEquals(current, entry))
            return; // replaced or purged meanwhile

        if (entry.IsVisited)
        {
            entry.IsVisited = false;
            _queue.Enqueue(entry);
            return;
        }

        Remove(entry);
    }

    private void Remove(CacheEntry entry)
    {
        _entries.TryRemove(entry.Key.Text, out _);
        _bytes -= entry.Bytes;
        if (--_variants[entry.Key.Url] == 0)
            _variants.Remove(entry.Key.Url);

        // A queue full of what is gone would hold memory that nobody counts.
        if (_queue.Count > (2 * _entries.Count) + 64)
            Compact();
    }

    private void Compact()
    {
        var living = _queue.Where(entry => _entries.TryGetValue(entry.Key.Text, out var current) && ReferenceEquals(current, entry)).ToList();
        _queue.Clear();
        foreach (var entry in living)
            _queue.Enqueue(entry);
    }
}
