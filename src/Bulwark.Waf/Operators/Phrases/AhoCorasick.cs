using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Operators.Phrases;

/// <summary>Finds the first of many phrases in a value, in one pass; ASCII letters match in both cases. Aho and Corasick, 1975.</summary>
/// <remarks>A state is a beginning of phrases; <see cref="PhraseTrie"/> numbers them. 17 bytes for each state, however many phrases there are.</remarks>
internal sealed class AhoCorasick
{
    private readonly PhraseTrie _trie;
    private readonly int[] _fallbacks; // the longest other state that ends like this one
    private readonly int[] _matchLengths; // of the longest phrase that ends where the state ends; 0 for none
    private readonly SearchValues<byte> _firstBytes;

    public AhoCorasick(IEnumerable<byte[]> phrases)
    {
        _trie = new PhraseTrie(phrases);
        _fallbacks = new int[_trie.Count];
        _matchLengths = new int[_trie.Count];
        for (var state = 0; state < _trie.Count; state++) // shorter states come first
            LinkChildren(state);

        _firstBytes = SearchValues.Create([.. BothCases(_trie.BytesAfter(0).ToArray())]);
    }

    /// <summary>Finds the phrase that ends first; of several that end there, the longest.</summary>
    public bool TryFind(ReadOnlySpan<byte> value, out Range found)
    {
        var state = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (state == 0)
            {
                var next = value[i..].IndexOfAny(_firstBytes);
                if (next < 0)
                    break;

                i += next;
            }

            state = Next(state, Ascii.ToLower(value[i]));
            if (_matchLengths[state] is > 0 and var length)
            {
                found = (i + 1 - length)..(i + 1);
                return true;
            }
        }

        found = default;
        return false;
    }

    private void LinkChildren(int state)
    {
        var children = _trie.ChildrenOf(state);
        for (var child = children.First; child < children.End; child++)
        {
            if (state != 0)
                _fallbacks[child] = Next(_fallbacks[state], _trie.LastByteOf(child));

            _matchLengths[child] = _trie.PhraseLengthOf(child) is > 0 and var length ? length : _matchLengths[_fallbacks[child]];
        }
    }

    private int Next(int state, byte b)
    {
        while (true)
        {
            if (_trie.TryFindChild(state, b, out var child))
                return child;

            if (state == 0)
                return 0;

            state = _fallbacks[state];
        }
    }

    private static IEnumerable<byte> BothCases(byte[] bytes) => bytes.Concat(bytes.Select(b => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b & 0xDF) : b));
}
