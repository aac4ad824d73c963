namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>What is certain about <c>TX</c> for the rules of each group: whoever reads a rule's group is sure of that group, while every other one may be switched off for a transaction.</summary>
internal sealed class GroupFacts
{
    private readonly Dictionary<string, TxFacts> _facts;

    public GroupFacts(IEnumerable<string> groups, int slots) =>
        _facts = groups.Distinct(StringComparer.Ordinal).ToDictionary(group => group, _ => new TxFacts(slots), StringComparer.Ordinal);

    private GroupFacts(GroupFacts other) => _facts = other._facts.ToDictionary(pair => pair.Key, pair => pair.Value.Clone(), StringComparer.Ordinal);

    public IEnumerable<(string Group, TxFacts Facts)> All => _facts.Select(pair => (pair.Key, pair.Value));

    public TxFacts this[string group] => _facts[group];

    public void Forget(int slot)
    {
        foreach (var facts in _facts.Values)
            facts.Forget(slot);
    }

    public GroupFacts Clone() => new(this);

    public void Join(GroupFacts other)
    {
        foreach (var (group, facts) in _facts)
            facts.Join(other._facts[group]);
    }
}
