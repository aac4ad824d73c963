using System.Collections.Frozen;

namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>
/// Finds places (rule, route, variable) at which a rule refuses what members do and nobody else trips it. The number of places that are followed is bounded; when there are too many, those with one hit give way.
/// </summary>
internal sealed class ExclusionEvidence
{
    private const int MostPlaces = 4096;

    /// <summary>Groups that look at the shape of requests, not at what people write: nothing of them is ever excluded.</summary>
    private static readonly FrozenSet<string> NeverExcluded = FrozenSet.Create(StringComparer.Ordinal, "admin-paths", "known-bad-inputs", "matrix-sanity", "graphql-sanity");

    private readonly Dictionary<Place, Evidence> _places = [];
    private readonly HashSet<Place> _seen = [];
    private long _bytes;

    /// <summary>How many times a place was not followed because too many others were.</summary>
    public long Unexamined { get; private set; }

    public void Add(LoggedRequest request, bool wouldBlock)
    {
        _seen.Clear();
        foreach (var match in request.Matches)
        {
            foreach (var variable in match.Variables)
            {
                _bytes += variable.Length ?? 0;
                if (IsContent(variable.Name) && (match.Group is null || !NeverExcluded.Contains(match.Group)))
                    Add(new Place(match.Group, match.Rule, request.Method, request.Path, variable.Name), request, variable, wouldBlock);
            }
        }
    }

    public IReadOnlyList<ProposedExclusion> Proposals() =>
    [
        .. _places
            .Where(pair => pair.Value is { Outsiders: 0, Hits: > 0 } && pair.Value.Members.Value >= EvidenceReport.LeastMembers)
            .OrderByDescending(pair => pair.Value.Hits)
            .ThenBy(pair => pair.Key.Rule, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Path, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Variable, StringComparer.Ordinal)
            .Select(pair => ProposalOf(pair.Key, pair.Value)),
    ];

    /// <summary>A named part of a form or of a JSON body. A name that stands as <c>*</c> may be anything, so it says nothing.</summary>
    private static bool IsContent(string variable) =>
        (variable.StartsWith("ARGS:", StringComparison.Ordinal) || variable.StartsWith("ARGS_POST:", StringComparison.Ordinal)) && !variable.Contains('*', StringComparison.Ordinal);

    /// <summary>Outsiders count whether the request would be refused or not: they show that attackers come to this place.</summary>
    private void Add(Place place, LoggedRequest request, LoggedVariable variable, bool wouldBlock)
    {
        if (Find(place) is not { } evidence)
            return;

        evidence.Bytes += variable.Length ?? 0;
        if (!_seen.Add(place))
            return;

        evidence.Seen++;
        evidence.Outsiders += request.Member is null ? 1 : 0;
        if (!wouldBlock || request.Member is null)
            return;

        evidence.Hits++;
        evidence.Members.Add(request.Member);
    }

    private Evidence? Find(Place place)
    {
        if (_places.TryGetValue(place, out var evidence))
            return evidence;

        if (_places.Count == MostPlaces)
        {
            foreach (var rare in _places.Where(pair => pair.Value is { Seen: <= 1, Outsiders: 0 }).Select(pair => pair.Key).ToList())
                _places.Remove(rare);
        }

        // Better no proposal than one that has forgotten who else was here.
        if (_places.Count == MostPlaces)
        {
            Unexamined++;
            return null;
        }

        return _places[place] = new Evidence();
    }

    private ProposedExclusion ProposalOf(Place place, Evidence evidence) => new(
        place.Group,
        place.Rule,
        place.Method,
        place.Path,
        place.Variable,
        evidence.Hits,
        evidence.Members.Value,
        evidence.Bytes,
        _bytes == 0 ? 0 : (double)evidence.Bytes / _bytes);

    private sealed record Place(string? Group, string Rule, string Method, string Path, string Variable);

    private sealed class Evidence
    {
        public DistinctCount Members { get; } = new();

        public long Seen { get; set; }

        public long Hits { get; set; }

        public long Outsiders { get; set; }

        public long Bytes { get; set; }
    }
}
