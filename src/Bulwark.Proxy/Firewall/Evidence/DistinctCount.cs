namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>How many distinct names were seen, in bounded memory: exact up to <see cref="Kept"/>, beyond that an estimate that is off by about 6 %.</summary>
/// <remarks>The smallest hashes are kept: the denser they lie, the more names there were (Bar-Yossef et al., Counting Distinct Elements in a Data Stream, 2002).</remarks>
internal sealed class DistinctCount
{
    public const int Kept = 256;

    private readonly SortedSet<ulong> _smallest = [];

    public long Value => _smallest.Count < Kept ? _smallest.Count : (long)((Kept - 1) / (_smallest.Max / (double)ulong.MaxValue));

    public void Add(string name)
    {
        var hash = HashOf(name);
        if (_smallest.Count == Kept && hash >= _smallest.Max)
            return;

        if (_smallest.Add(hash) && _smallest.Count > Kept)
            _smallest.Remove(_smallest.Max);
    }

    /// <summary>FNV-1a, then mixed so that all bits depend on all others (MurmurHash3's last step).</summary>
    private static ulong HashOf(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in name)
            hash = (hash ^ character) * 1099511628211UL;

        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return hash ^ (hash >> 33);
    }
}
