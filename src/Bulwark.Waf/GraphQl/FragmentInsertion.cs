namespace Bulwark.Waf.GraphQl;

/// <summary>Adds to operations what the fragments bring that they use, each fragment once calculated.</summary>
internal sealed class FragmentInsertion(List<GraphQlDefinition> definitions, List<GraphQlSpread> spreads, Dictionary<string, int> fragments)
{
    private const long Most = GraphQlShape.MaxNumber;

    private readonly State[] _states = new State[definitions.Count];
    private readonly Stack<(int Definition, int Spread)> _open = [];

    private enum State : byte
    {
        New,
        Open,
        Done,
    }

    /// <summary>Whether a fragment uses itself, by whatever way.</summary>
    public bool HasCycle { get; private set; }

    /// <summary>The largest numbers of all operations; of a document without an operation those of its fragments.</summary>
    public GraphQlDefinition Worst()
    {
        for (var i = 0; i < definitions.Count; i++)
            Insert(i);

        var worst = default(GraphQlDefinition);
        var hasOperation = definitions.Exists(definition => !definition.IsFragment);
        foreach (var definition in definitions)
        {
            if (hasOperation && definition.IsFragment)
                continue;

            worst.Depth = Math.Max(worst.Depth, definition.Depth);
            worst.Fields = Math.Max(worst.Fields, definition.Fields);
            worst.RootFields = Math.Max(worst.RootFields, definition.RootFields);
            worst.Aliases = Math.Max(worst.Aliases, definition.Aliases);
        }

        return worst;
    }

    private void Insert(int definition)
    {
        if (_states[definition] != State.New)
            return;

        Begin(definition);
        while (_open.TryPop(out var place))
        {
            if (place.Spread == definitions[place.Definition].EndOfSpreads)
            {
                _states[place.Definition] = State.Done;
                continue;
            }

            if (!fragments.TryGetValue(spreads[place.Spread].Fragment, out var fragment))
            {
                _open.Push(place with { Spread = place.Spread + 1 });
            }
            else if (_states[fragment] == State.New)
            {
                _open.Push(place);
                Begin(fragment);
            }
            else
            {
                _open.Push(place with { Spread = place.Spread + 1 });
                Add(place.Definition, fragment, spreads[place.Spread].Depth);
            }
        }
    }

    private void Begin(int definition)
    {
        _states[definition] = State.Open;
        _open.Push((definition, definitions[definition].FirstSpread));
    }

    private void Add(int definition, int fragment, int depth)
    {
        if (_states[fragment] == State.Open)
        {
            HasCycle = true;
            return;
        }

        var (outer, inner) = (definitions[definition], definitions[fragment]);
        outer.Depth = Math.Min(Most, Math.Max(outer.Depth, depth - 1 + inner.Depth));
        outer.Fields = Math.Min(Most, outer.Fields + inner.Fields);
        outer.Aliases = Math.Min(Most, outer.Aliases + inner.Aliases);
        if (depth == 1)
            outer.RootFields = Math.Min(Most, outer.RootFields + inner.RootFields);

        definitions[definition] = outer;
    }
}
