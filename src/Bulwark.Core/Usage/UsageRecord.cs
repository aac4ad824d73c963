using System.Collections.Concurrent;

namespace Bulwark.Core.Usage;

/// <summary>
/// When a tier's parts were last used. A request never writes here: what it uses carries a flag that is looked at once a minute, and a handshake leaves its client's key.
/// </summary>
public sealed class UsageRecord(TimeProvider time)
{
    /// <summary>How many keys there may be: whoever has a CA that we trust can make certificates without end.</summary>
    public const int MostEntries = 4096;

    /// <summary>How exactly times are kept. Nobody removes a thing by the minute, and so a busy tier writes once an hour.</summary>
    private static readonly TimeSpan Exactness = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, UsageEntry> _entries = new(StringComparer.Ordinal);
    private DateTimeOffset _since = time.GetUtcNow();
    private volatile bool _hasChanged;

    /// <summary>Something is in use now.</summary>
    public void Touch(string key)
    {
        var now = time.GetUtcNow();
        if (_entries.TryGetValue(key, out var entry))
        {
            if (entry.LastUsed is { } last && now - last < Exactness)
                return;

            _entries[key] = entry with { LastUsed = now };
        }
        else if (_entries.Count < MostEntries)
        {
            _entries[key] = new UsageEntry(now, now);
        }

        _hasChanged = true;
    }

    /// <summary>These are all things of some kinds that there are; what is not among them is forgotten.</summary>
    /// <param name="kinds">The kinds.</param>
    /// <param name="parts">Each with whether it was used since the last look.</param>
    public void Look(IReadOnlyList<string> kinds, IEnumerable<(string Key, bool IsUsed)> parts)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, isUsed) in parts)
        {
            known.Add(key);
            if (isUsed)
                Touch(key);
            else if (_entries.TryAdd(key, new UsageEntry(time.GetUtcNow(), LastUsed: null)))
                _hasChanged = true;
        }

        foreach (var key in _entries.Keys.Where(key => kinds.Any(kind => key.StartsWith(kind, StringComparison.Ordinal)) && !known.Contains(key)))
            _hasChanged |= _entries.TryRemove(key, out _);
    }

    /// <summary>What is known, if that is something else than at the last call; else null.</summary>
    public UsageReport? TakeChanges()
    {
        if (!_hasChanged)
            return null;

        _hasChanged = false;
        return new UsageReport { Since = _since, Entries = new SortedDictionary<string, UsageEntry>(_entries.ToDictionary(), StringComparer.Ordinal) };
    }

    /// <summary>The record could not be kept: it is due again.</summary>
    internal void PutBack() => _hasChanged = true;

    /// <summary>Goes on with what an earlier process knew.</summary>
    internal void Continue(UsageReport earlier)
    {
        _since = earlier.Since;
        foreach (var (key, entry) in earlier.Entries.Take(MostEntries))
            _entries.TryAdd(key, entry);
    }
}
