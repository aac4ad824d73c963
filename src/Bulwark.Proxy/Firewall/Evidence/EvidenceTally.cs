namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>Adds up lines of the log. It grows with the number of rules, never with that of lines.</summary>
internal sealed class EvidenceTally
{
    private readonly EvidenceCount _all = new();
    private readonly Dictionary<string, EvidenceCount> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Group, string Rule), EvidenceCount> _rules = [];
    private readonly HashSet<(string? Group, string? Rule)> _seen = [];
    private readonly TopCounts _reasons = new();
    private readonly ExclusionEvidence _exclusions = new();
    private readonly UnseenTally _unseen = new();
    private EvidenceTraffic _traffic = EvidenceTraffic.None;

    public void Add(LoggedTraffic line) => _traffic = _traffic.With(line);

    public void Add(LoggedUnseen line) => _unseen.Add(line);

    public void Add(LoggedRequest request)
    {
        var wouldBlock = request.WouldBlock();
        _all.Add(request, wouldBlock);
        if (request.Reason is { } reason)
            _reasons.Add(reason);

        _seen.Clear();
        foreach (var match in request.Matches)
        {
            if (match.Group is { } group && _seen.Add((group, null)))
                Of(_groups, group).Add(request, wouldBlock);

            if (_seen.Add((match.Group, match.Rule)))
                Of(_rules, (match.Group, match.Rule)).Add(request, wouldBlock);
        }

        _exclusions.Add(request, wouldBlock);
    }

    public EvidenceReport ToReport(DateTimeOffset since, long brokenLines)
    {
        var all = _all.ToEntry(group: null, rule: null, _traffic);
        return new EvidenceReport(
            since,
            all.Hits,
            brokenLines,
            all.Clients,
            all.Members,
            all.MemberHits,
            all.WouldBlock,
            all.Blocked,
            _reasons.Top(TopCounts.Kept),
            [.. Ordered(_groups.Select(pair => pair.Value.ToEntry(pair.Key, rule: null, _traffic)))],
            [.. Ordered(_rules.Select(pair => pair.Value.ToEntry(pair.Key.Group, pair.Key.Rule, _traffic)))],
            _exclusions.Proposals(),
            _traffic,
            _exclusions.Unexamined)
        {
            Unseen = _unseen.ToReport(),
        };
    }

    private static IEnumerable<EvidenceEntry> Ordered(IEnumerable<EvidenceEntry> entries) => entries
        .OrderByDescending(entry => entry.Hits)
        .ThenBy(entry => entry.Group, StringComparer.Ordinal)
        .ThenBy(entry => entry.Rule, StringComparer.Ordinal);

    private static EvidenceCount Of<TKey>(Dictionary<TKey, EvidenceCount> counts, TKey key)
        where TKey : notnull
    {
        if (!counts.TryGetValue(key, out var count))
            counts.Add(key, count = new EvidenceCount());

        return count;
    }
}
