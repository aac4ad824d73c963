namespace Bulwark.Waf.Acl.Evaluation;

/// <summary>The labels that rules have added to one request, each once, in their order. Case counts.</summary>
internal sealed class LabelSet
{
    private readonly List<string> _labels = [];
    private HashSet<string>? _known;

    public IReadOnlyList<string> All => _labels;

    public void Add(string label)
    {
        _known ??= new HashSet<string>(StringComparer.Ordinal);
        if (_known.Add(label))
            _labels.Add(label);
    }

    public bool Contains(string label) => _known is not null && _known.Contains(label);

    public bool ContainsNamespace(string prefix)
    {
        foreach (var label in _labels)
        {
            if (label.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
