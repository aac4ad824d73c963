using System.Globalization;
using Bulwark.Waf.Parsing;

namespace Bulwark.Waf.Rules.Resolution;

/// <summary>Puts the rules of one phase in order and turns <c>skip</c> and <c>skipAfter</c> into indices.</summary>
/// <remarks>
/// Jumps are resolved among all rules and then counted without the removed ones, so that a removal never changes where a jump leads.
/// A marker counts only behind the rule that jumps. A name that stands nowhere behind it is a mistake; ModSecurity would leave out the rest of the
/// phase in silence.
/// </remarks>
internal sealed class PhaseResolver
{
    private readonly List<Place> _places;
    private readonly int[] _kept;
    private readonly Dictionary<string, List<int>> _names = new(StringComparer.Ordinal);
    private readonly ProblemList _problems;
    private readonly bool _isComplete;

    /// <param name="phase">The phase.</param>
    /// <param name="places">Rules of all phases and markers, in the order of the files.</param>
    /// <param name="problems">Where jumps that lead nowhere are told.</param>
    /// <param name="isComplete">Whether no rule or marker is missing because of other problems.</param>
    public PhaseResolver(RulePhase phase, IEnumerable<Place> places, ProblemList problems, bool isComplete)
    {
        _places = [.. places.Where(place => place.Rule is null || place.Rule.Rule.Phase == phase)];
        _problems = problems;
        _isComplete = isComplete;
        _kept = new int[_places.Count + 1];
        for (var i = 0; i < _places.Count; i++)
        {
            _kept[i + 1] = _kept[i] + (_places[i].IsKept ? 1 : 0);
            var name = _places[i].Rule?.Rule.Id.ToString(CultureInfo.InvariantCulture) ?? _places[i].Marker!;
            if (!_names.TryGetValue(name, out var indices))
                _names.Add(name, indices = []);

            indices.Add(i);
        }
    }

    public IReadOnlyList<Rule> Resolve()
    {
        var rules = new List<Rule>();
        for (var i = 0; i < _places.Count; i++)
        {
            if (_places[i] is { IsKept: true, Rule: { } resolved })
                rules.Add(resolved.Rule with { JumpTo = Jump(resolved, i) });
        }

        return rules;
    }

    private int? Jump(ResolvedRule rule, int index)
    {
        if (rule.SkipAfter is { } name)
            return After(rule.Rule, name, index);

        return rule.Skip is { } count ? Skip(count, index) : null;
    }

    private int? After(Rule rule, string name, int index)
    {
        if (_names.TryGetValue(name, out var indices))
        {
            var next = indices.BinarySearch(index + 1);
            next = next < 0 ? ~next : next;
            if (next < indices.Count)
                return _kept[indices[next] + 1];
        }

        if (_isComplete)
            _problems.Add(rule.Location, $"skipAfter: behind rule {rule.Id} there is no SecMarker '{name}'");

        return null;
    }

    private int Skip(int count, int index)
    {
        var next = index + 1;
        for (; next < _places.Count && count > 0; next++)
        {
            if (_places[next].Rule is not null)
                count--;
        }

        return _kept[next];
    }
}
