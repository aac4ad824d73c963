namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>The most frequent names, in bounded memory. Where there are more than <see cref="Kept"/> names, counts may be too high, by what the rarest kept one has.</summary>
/// <remarks>Metwally et al., Efficient Computation of Frequent and Top-k Elements in Data Streams (Space-Saving), 2005.</remarks>
internal sealed class TopCounts
{
    public const int Kept = 64;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Add(string name)
    {
        if (_counts.TryGetValue(name, out var count) || _counts.Count < Kept)
        {
            _counts[name] = count + 1;
            return;
        }

        var rarest = _counts.MinBy(pair => pair.Value);
        _counts.Remove(rarest.Key);
        _counts[name] = rarest.Value + 1;
    }

    public IReadOnlyList<EvidencePath> Top(int count) =>
        [.. _counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(count).Select(pair => new EvidencePath(pair.Key, pair.Value))];
}
