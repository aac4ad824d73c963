using Bulwark.Core.Configuration;
using Bulwark.Proxy.Firewall.Exclusions;
using Bulwark.Waf.Acl.Exclusions;

namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>
/// Finds places at which rules refuse what members do and hardly anybody else trips them. Evidence is gathered by tag: members who write what one rule with a tag takes for an attack
/// will write tomorrow what the next one does. Where it is one rule only, only that one is proposed. The number of places that are followed is bounded; when there are too many, those with
/// one hit give way.
/// </summary>
internal sealed class ExclusionEvidence
{
    private const int MostPlaces = 4096;

    private readonly Dictionary<(ExclusionPlace Place, string Tag), PlaceEvidence> _places = [];
    private readonly HashSet<(ExclusionPlace, string)> _seen = [];
    private long _bytes;

    /// <summary>How many times a place was not followed because too many others were.</summary>
    public long Unexamined { get; private set; }

    public void Add(LoggedRequest request, bool wouldBlock)
    {
        var isRefused = wouldBlock || (request.IsBlocked() && request.Reason is null);
        _seen.Clear();
        foreach (var match in request.Matches)
        {
            _bytes += match.Variables.Sum(variable => (long)(variable.Length ?? 0));
            if (match is { Id: { } rule, Tags: { } tags, Group: { } group } && ExcludableTags.ContainsGroup(group) && tags.FirstOrDefault(ExcludableTags.Contains) is { } tag)
                Add(request, match, rule, tag, isRefused);
        }
    }

    public IReadOnlyList<ProposedExclusion> Proposals() =>
    [
        .. _places
            .Where(pair => pair.Value.Suffices)
            .Select(pair => ProposalOf(pair.Key.Place, pair.Key.Tag, pair.Value))
            .Where(proposal => !proposal.Exclusion.Validate(ConfigPath.Root).Any())
            .OrderByDescending(proposal => proposal.Hits)
            .ThenBy(proposal => proposal.Exclusion.Path, StringComparer.Ordinal)
            .ThenBy(proposal => proposal.Exclusion.JsonPath ?? proposal.Exclusion.Field, StringComparer.Ordinal)
            .ThenBy(proposal => proposal.Tag, StringComparer.Ordinal),
    ];

    /// <summary>Proposals as the settings have them: what is proposed for one place by tags becomes one entry.</summary>
    public static IReadOnlyList<FirewallExclusionOptions> Settings(IEnumerable<ProposedExclusion> proposals) =>
    [
        .. proposals
            .Select(proposal => proposal.Exclusion)
            .GroupBy(exclusion => exclusion with { Tags = null })
            .Select(group => group.Key.Rule is null ? group.Key with { Tags = [.. group.SelectMany(exclusion => exclusion.Tags!).Order(StringComparer.Ordinal)] } : group.Key),
    ];

    private void Add(LoggedRequest request, LoggedMatch match, int rule, string tag, bool isRefused)
    {
        foreach (var variable in match.Variables)
        {
            if (ExclusionPlace.Of(request, variable) is not { } place || Find((place, tag)) is not { } evidence)
                continue;

            evidence.AddBytes(variable.Length ?? 0);
            evidence.Add(request, rule, isRefused, isFirst: _seen.Add((place, tag)));
        }
    }

    private PlaceEvidence? Find((ExclusionPlace Place, string Tag) key)
    {
        if (_places.TryGetValue(key, out var evidence))
            return evidence;

        if (_places.Count == MostPlaces)
        {
            foreach (var rare in _places.Where(pair => pair.Value.Seen <= 1 && pair.Value.Strangers.Value == 0).Select(pair => pair.Key).ToList())
                _places.Remove(rare);
        }

        // Better no proposal than one that has forgotten who else was here.
        if (_places.Count == MostPlaces)
        {
            Unexamined++;
            return null;
        }

        return _places[key] = new PlaceEvidence();
    }

    private ProposedExclusion ProposalOf(ExclusionPlace place, string tag, PlaceEvidence evidence) => new()
    {
        Exclusion = evidence.Rules is [var rule] ? place.Without(tags: null, rule) : place.Without([tag], rule: null),
        Tag = tag,
        Rules = evidence.Rules,
        Hits = evidence.Hits,
        Members = evidence.Members.Value,
        Clients = evidence.Clients.Value,
        Strangers = evidence.Strangers.Value,
        First = evidence.First,
        Last = evidence.Last,
        Bytes = evidence.Bytes,
        ByteShare = _bytes == 0 ? 0 : (double)evidence.Bytes / _bytes,
    };
}
