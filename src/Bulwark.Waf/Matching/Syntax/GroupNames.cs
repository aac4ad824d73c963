namespace Bulwark.Waf.Matching.Syntax;

/// <summary>The names of a pattern's groups.</summary>
internal sealed class GroupNames
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public void Add(string name, int number, PatternReader reader)
    {
        if (!_numbers.TryAdd(name, number))
            throw reader.Error($"two groups are called '{name}'");
    }

    public int Find(string name, PatternReader reader) =>
        _numbers.TryGetValue(name, out var number) ? number : throw reader.Error($"no group before this place is called '{name}'");
}
