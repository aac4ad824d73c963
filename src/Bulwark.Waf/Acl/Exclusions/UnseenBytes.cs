using Bulwark.Waf.Actions;
using Bulwark.Waf.Evaluation;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Acl.Exclusions;

/// <summary>Counts what rules did not look at because of exclusions: those of the settings, and those that rules themselves bring (<c>ctl:ruleRemovePathByTag</c>).</summary>
internal sealed class UnseenBytes
{
    private readonly List<Place> _places = [];
    private readonly Dictionary<RemovePathEffect, int> _placesOfRules = [];
    private readonly int _exclusions;
    private long _bytes;

    /// <param name="engine">The rules.</param>
    /// <param name="exclusions">How many exclusions the settings have.</param>
    public UnseenBytes(WafEngine engine, int exclusions)
    {
        _exclusions = exclusions;
        _places.AddRange(Enumerable.Range(0, exclusions).Select(number => new Place(number, Rule: null, Path: null)));
        foreach (var rule in engine.Plan.Rules.All)
        {
            foreach (var effect in rule.Links.SelectMany(link => link.Effects).OfType<RemovePathEffect>())
                _placesOfRules.Add(effect, Number(rule.Info.Id, effect.Path));
        }
    }

    /// <summary>The bytes of a JSON body's values at a path.</summary>
    public static long At(PathSelector path, TransactionData data)
    {
        var bytes = 0L;
        var arguments = data.View(VariableKind.Args);
        for (var i = 0; i < arguments.Count; i++)
            bytes += path.Matches(data.JsonPath(arguments.Start + i).Span) ? arguments.ValueAt(i).Length : 0;

        return bytes;
    }

    /// <summary>A request has been looked at.</summary>
    public void Add(TransactionState transaction)
    {
        if (_places.Count == 0)
            return;

        var data = transaction.Data;
        Interlocked.Add(ref _bytes, NumberText.Parse(data.Scalar(VariableKind.RequestBodyLength).Span) + data.Scalar(VariableKind.QueryString).Length);
        foreach (var exclusion in transaction.Exclusions)
            _places[exclusion.Number].Add(exclusion.BytesOf(data));

        // Many tags are taken away from one place.
        Span<bool> seen = _places.Count <= 256 ? stackalloc bool[256] : new bool[_places.Count];
        foreach (var removal in transaction.RemovedPaths)
        {
            if (!_placesOfRules.TryGetValue(removal, out var place) || seen[place])
                continue;

            seen[place] = true;
            _places[place].Add(At(removal.Path, data));
        }
    }

    /// <summary>What was counted since the last call.</summary>
    public UnseenReport Take() =>
        new(Interlocked.Exchange(ref _bytes, 0), [.. _places.Select(place => place.Take()).Where(place => place.Requests > 0)]);

    private int Number(int rule, PathSelector path)
    {
        var number = _places.FindIndex(_exclusions, place => place.Rule == rule && place.Path == path.Text);
        if (number >= 0)
            return number;

        _places.Add(new Place(Exclusion: null, rule, path.Text));
        return _places.Count - 1;
    }

    private sealed record Place(int? Exclusion, int? Rule, string? Path)
    {
        private long _requests;
        private long _bytes;

        public void Add(long bytes)
        {
            if (bytes == 0)
                return;

            Interlocked.Increment(ref _requests);
            Interlocked.Add(ref _bytes, bytes);
        }

        public UnseenPlace Take() => new(Exclusion, Rule, Path, Interlocked.Exchange(ref _requests, 0), Interlocked.Exchange(ref _bytes, 0));
    }
}
