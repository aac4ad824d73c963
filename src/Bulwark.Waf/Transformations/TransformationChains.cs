namespace Bulwark.Waf.Transformations;

/// <summary>The transformation chains of a rule set: equal chains are one object, and chains that begin alike share that beginning.</summary>
/// <remarks>Filled while rules are read, by one thread; read by all threads afterwards.</remarks>
internal sealed class TransformationChains
{
    private readonly List<TransformationChain> _chains = [new()];
    private readonly Dictionary<(int Prefix, string Name), TransformationChain> _longer = [];

    public TransformationChain Empty => _chains[0];

    public int Count => _chains.Count;

    public TransformationChain this[int number] => _chains[number];

    /// <summary>The chain of these transformations; <c>t:none</c> among them forgets those before it.</summary>
    public TransformationChain Intern(IEnumerable<Transformation> transformations)
    {
        var chain = Empty;
        foreach (var transformation in transformations)
            chain = transformation is None ? Empty : Prolong(chain, transformation);

        return chain;
    }

    private TransformationChain Prolong(TransformationChain prefix, Transformation last)
    {
        if (_longer.TryGetValue((prefix.Number, last.Name), out var chain))
            return chain;

        chain = new TransformationChain(_chains.Count, prefix, last);
        _chains.Add(chain);
        _longer.Add((prefix.Number, last.Name), chain);
        return chain;
    }
}
