using Bulwark.Waf.Text;

namespace Bulwark.Waf.Operators.Phrases;

/// <summary>Finds the first of many phrases in a value, in one pass; ASCII letters match in both cases. Aho and Corasick, 1975.</summary>
/// <remarks>A state is a beginning of phrases; <see cref="PhraseTrie"/> numbers them. 17 bytes for each state, however many phrases there are.</remarks>
internal sealed class AhoCorasick
{
    private readonly PhraseTrie _trie;
    private readonly int[] _fallbacks; // the longest other state that ends like this one
    private readonly int[] _matchLengths; // of the longest phrase that ends where the state ends; 0 for none
    private readonly int[] _firstStates = new int[256]; // by the first byte in any case: most bytes of a value begin no phrase or one only

    public AhoCorasick(IEnumerable<byte[]> phrases)
    {
        _trie = new PhraseTrie(phrases);
        _fallbacks = new int[_trie.Count];
        _matchLengths = new int[_trie.Count];
        for (var b = 0; b < _firstStates.Length; b++)
            _firstStates[b] = _trie.TryFindChild(0, Ascii.ToLower((byte)b), out var state) ? state : 0;

        for (var state = 0; state < _trie.Count; state++) // shorter states come first
            LinkChildren(state);
    }

    /// <summary>Finds the phrase that ends first; of several that end there, the longest.</summary>
    public bool TryFind(ReadOnlySpan<byte> value, out Range found)
    {
        var state = 0;
        for (var i = 0; i < value.Length; i++)
        {
            state = state == 0 ? _firstStates[value[i]] : Next(state, Ascii.ToLower(value[i]));
            if (state != 0 && _matchLengths[state] is > 0 and var length)
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
        while (state != 0)
        {
            if (_trie.TryFindChild(state, b, out var child))
                return child;

            state = _fallbacks[state];
        }

        return _firstStates[b];
    }
}
