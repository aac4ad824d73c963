using Bulwark.Pki;

namespace Bulwark.LoadBalancer.MutualTls.Journal;

/// <summary>
/// Lets one message of a kind through in ten seconds and counts the others, so that a flood of refused connections cannot fill a log. Who has more kinds than are kept
/// shares one.
/// </summary>
internal sealed class Repetition(TimeProvider time)
{
    /// <summary>How long one message stands for all of its kind.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>The most kinds that are told apart.</summary>
    public const int MostKinds = 100;

    /// <summary>The most of them whose certificates anybody can make: a flood of those must not hide that the edge's has expired.</summary>
    public const int MostUntrusted = 80;

    private readonly Lock _lock = new();
    private readonly Dictionary<RefusalKind, Kind> _kinds = [];

    /// <summary>True for a message that is to be written.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="suppressed">How many of the kind were not written since the last one.</param>
    public bool IsFirst(RefusalKind kind, out int suppressed)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var known = Find(kind, now);
            var isFirst = now >= known.WindowEnd;
            suppressed = isFirst ? known.Suppressed : 0;
            known.Suppressed = isFirst ? 0 : known.Suppressed + 1;
            if (isFirst)
                known.WindowEnd = now + Window;

            return isFirst;
        }
    }

    /// <summary>Forgets the kinds whose time is over, and says of which some were not written.</summary>
    public IReadOnlyList<(RefusalKind Kind, int Suppressed)> TakeEnded()
    {
        lock (_lock)
            return Remove(time.GetUtcNow());
    }

    private Kind Find(RefusalKind kind, DateTimeOffset now)
    {
        if (_kinds.TryGetValue(kind, out var known))
            return known;

        // One place is kept for whoever does not get one.
        var room = kind.Reason == ClientCertificateReason.Untrusted ? MostUntrusted : MostKinds - 1;
        var key = _kinds.Count < room ? kind : RefusalKind.Other;
        if (!_kinds.TryGetValue(key, out known))
            _kinds.Add(key, known = new Kind { WindowEnd = now });

        return known;
    }

    private List<(RefusalKind Kind, int Suppressed)> Remove(DateTimeOffset now)
    {
        var ended = _kinds.Where(entry => now >= entry.Value.WindowEnd).ToList();
        foreach (var (kind, _) in ended)
            _kinds.Remove(kind);

        return [.. ended.Where(entry => entry.Value.Suppressed > 0).Select(entry => (entry.Key, entry.Value.Suppressed))];
    }

    private sealed class Kind
    {
        public DateTimeOffset WindowEnd { get; set; }

        public int Suppressed { get; set; }
    }
}
