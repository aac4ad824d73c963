namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>Adds up where two sets of rules do not agree. It grows with the number of rules, never with that of requests.</summary>
internal sealed class ComparisonTally
{
    private const int MostExamples = 3;

    private readonly Dictionary<ReplayDecider, Entry> _rules = [];
    private long _requests;
    private long _skipped;
    private long _refusedInForce;
    private long _refusedProposed;
    private long _newlyRefused;
    private long _noLongerRefused;

    public void Skip() => _skipped++;

    public void Add(long request, ReplayVerdict inForce, ReplayVerdict proposed)
    {
        _requests++;
        _refusedInForce += inForce.Decider is null ? 0 : 1;
        _refusedProposed += proposed.Decider is null ? 0 : 1;
        AddHits(request, inForce, proposed);
        if (inForce.Decider is null && proposed.Decider is { } refusing)
        {
            _newlyRefused++;
            EntryOf(refusing).NewlyRefused++;
            AddExample(EntryOf(refusing).Refused, request);
        }
        else if (inForce.Decider is { } refused && proposed.Decider is null)
        {
            _noLongerRefused++;
            EntryOf(refused).NoLongerRefused++;
            AddExample(EntryOf(refused).Refused, request);
        }
    }

    public ReplayComparison ToReport() => new(
        _requests,
        _skipped,
        _refusedInForce,
        _refusedProposed,
        _newlyRefused,
        _noLongerRefused,
        [
            .. _rules
                .Where(rule => rule.Value.IsDifferent)
                .OrderByDescending(rule => rule.Value.NewlyRefused + rule.Value.NoLongerRefused)
                .ThenByDescending(rule => Math.Abs(rule.Value.HitsInForce - rule.Value.HitsProposed))
                .ThenBy(rule => rule.Key.Group, StringComparer.Ordinal)
                .ThenBy(rule => rule.Key.Rule, StringComparer.Ordinal)
                .Select(rule => rule.Value.ToReport(rule.Key)),
        ]);

    private void AddHits(long request, ReplayVerdict inForce, ReplayVerdict proposed)
    {
        var (before, after) = (RulesOf(inForce), RulesOf(proposed));
        foreach (var rule in before)
            EntryOf(rule).HitsInForce++;

        foreach (var rule in after)
            EntryOf(rule).HitsProposed++;

        before.SymmetricExceptWith(after);
        foreach (var rule in before)
            AddExample(EntryOf(rule).Matched, request);
    }

    private static HashSet<ReplayDecider> RulesOf(ReplayVerdict verdict) => [.. verdict.Matches.Select(match => new ReplayDecider(match.Group, match.Rule))];

    private static void AddExample(List<long> examples, long request)
    {
        if (examples.Count < MostExamples)
            examples.Add(request);
    }

    private Entry EntryOf(ReplayDecider rule)
    {
        if (!_rules.TryGetValue(rule, out var entry))
            _rules.Add(rule, entry = new Entry());

        return entry;
    }

    private sealed class Entry
    {
        public long HitsInForce { get; set; }

        public long HitsProposed { get; set; }

        public long NewlyRefused { get; set; }

        public long NoLongerRefused { get; set; }

        public List<long> Refused { get; } = [];

        public List<long> Matched { get; } = [];

        /// <summary>The same number of hits may be others.</summary>
        public bool IsDifferent => Refused.Count + Matched.Count > 0;

        public ReplayedDifference ToReport(ReplayDecider rule) =>
            new(rule.Group, rule.Rule, HitsInForce, HitsProposed, NewlyRefused, NoLongerRefused, Refused.Count > 0 ? Refused : Matched);
    }
}
