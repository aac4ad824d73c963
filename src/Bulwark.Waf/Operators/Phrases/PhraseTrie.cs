using Bulwark.Waf.Text;

namespace Bulwark.Waf.Operators.Phrases;

/// <summary>All beginnings of phrases, with ASCII letters small. Number 0 is the empty beginning.</summary>
/// <remarks>They are numbered by their length and then by their bytes, so that those that prolong a beginning by one byte have numbers in a row.</remarks>
internal sealed class PhraseTrie
{
    private readonly byte[] _lastBytes;
    private readonly int[] _firstChildren; // one more than there are beginnings: the end of the last one's children
    private readonly int[] _lengths; // of phrases; 0 for what is only a beginning

    public PhraseTrie(IEnumerable<byte[]> phrases)
    {
        var sorted = phrases.Where(phrase => phrase.Length > 0).Select(phrase => Array.ConvertAll(phrase, Ascii.ToLower)).ToArray();
        Array.Sort(sorted, (a, b) => a.AsSpan().SequenceCompareTo(b));

        var (lastBytes, firstChildren, lengths) = (new List<byte> { 0 }, new List<int>(), new List<int> { 0 });
        var ranges = new Queue<(int From, int To, int Length)>([(0, sorted.Length, 0)]); // the phrases that begin so
        while (ranges.TryDequeue(out var range))
        {
            firstChildren.Add(lastBytes.Count);
            for (var from = range.From; from < range.To;)
            {
                if (sorted[from].Length == range.Length) // the beginning itself
                {
                    from++;
                    continue;
                }

                var b = sorted[from][range.Length];
                var to = from;
                while (to < range.To && sorted[to][range.Length] == b)
                    to++;

                lastBytes.Add(b);
                lengths.Add(sorted[from].Length == range.Length + 1 ? range.Length + 1 : 0);
                ranges.Enqueue((from, to, range.Length + 1));
                from = to;
            }
        }

        firstChildren.Add(lastBytes.Count);
        (_lastBytes, _firstChildren, _lengths) = ([.. lastBytes], [.. firstChildren], [.. lengths]);
    }

    public int Count => _lastBytes.Length;

    /// <summary>The length of the phrase; 0 for a beginning that is no phrase itself.</summary>
    public int PhraseLengthOf(int beginning) => _lengths[beginning];

    public byte LastByteOf(int beginning) => _lastBytes[beginning];

    public (int First, int End) ChildrenOf(int beginning) => (_firstChildren[beginning], _firstChildren[beginning + 1]);

    public bool TryFindChild(int beginning, byte b, out int child)
    {
        child = _firstChildren[beginning];
        var count = _firstChildren[beginning + 1] - child;
        if (count <= 1) // most have one
            return count == 1 && _lastBytes[child] == b;

        var index = _lastBytes.AsSpan(child, count).IndexOf(b);
        child += index;
        return index >= 0;
    }
}
