using System.Text;

namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>Adds up what rules say. It grows with the number of rules, never with that of requests.</summary>
/// <param name="showsValues">Whether examples show values.</param>
internal sealed class ReplayTally(bool showsValues)
{
    private const int MostExamples = 3;

    private readonly Dictionary<(string? Group, string Rule), Entry> _rules = [];
    private readonly HashSet<(string? Group, string Rule)> _seen = [];
    private long _requests;
    private long _skipped;
    private long _matched;
    private long _wouldBlock;
    private long _budgetExceeded;

    public void Skip() => _skipped++;

    public void Add(long request, ReplayVerdict verdict)
    {
        _requests++;
        _matched += verdict.Matches.Count > 0 ? 1 : 0;
        _wouldBlock += verdict.WouldBlock ? 1 : 0;
        _budgetExceeded += verdict.IsBudgetExceeded ? 1 : 0;

        // A rule may match more than once in a request; it counts once.
        _seen.Clear();
        foreach (var match in verdict.Matches)
        {
            if (_seen.Add((match.Group, match.Rule)))
                Add(request, match, verdict.WouldBlock);
        }
    }

    public ReplayReport ToReport() => new(
        _requests,
        _skipped,
        _matched,
        _wouldBlock,
        _budgetExceeded,
        [
            .. _rules
                .OrderByDescending(rule => rule.Value.Hits)
                .ThenBy(rule => rule.Key.Group, StringComparer.Ordinal)
                .ThenBy(rule => rule.Key.Rule, StringComparer.Ordinal)
                .Select(rule => new ReplayRule(rule.Key.Group, rule.Key.Rule, rule.Value.Hits, rule.Value.WouldBlock, rule.Value.Examples)),
        ]);

    private void Add(long request, ReplayMatch match, bool wouldBlock)
    {
        if (!_rules.TryGetValue((match.Group, match.Rule), out var entry))
            _rules.Add((match.Group, match.Rule), entry = new Entry());

        entry.Hits++;
        entry.WouldBlock += wouldBlock ? 1 : 0;
        if (entry.Examples.Count < MostExamples)
            entry.Examples.Add(ExampleOf(request, match));
    }

    private ReplayExample ExampleOf(long request, ReplayMatch match) => match.Variables is [var first, ..]
        ? new ReplayExample(request, first.Name, first.Length, showsValues ? Encoding.UTF8.GetString(first.Value.Span) : null)
        : new ReplayExample(request, Variable: null, Length: null, Value: null);

    private sealed class Entry
    {
        public long Hits { get; set; }

        public long WouldBlock { get; set; }

        public List<ReplayExample> Examples { get; } = [];
    }
}
