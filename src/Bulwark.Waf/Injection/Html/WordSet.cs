using System.Buffers;

namespace Bulwark.Waf.Injection.Html;

/// <summary>A set of words in lower case, asked without allocation and without regard to case.</summary>
internal sealed class WordSet
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly SearchValues<byte> _firstLetters;
    private readonly int _longest;

    /// <param name="words">The words, separated by white space.</param>
    public WordSet(string words)
    {
        var set = words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        _words = set.GetAlternateLookup<ReadOnlySpan<char>>();
        _firstLetters = SearchValues.Create([0, .. set.Select(word => (byte)word[0]), .. set.Select(word => (byte)char.ToUpperInvariant(word[0]))]);
        _longest = set.Max(word => word.Length);
    }

    /// <summary>Whether <paramref name="word"/> is one of them; NUL bytes in it do not count.</summary>
    public bool Contains(ReadOnlySpan<byte> word)
    {
        // Most words are told apart by their first letter.
        if (word.IsEmpty || !_firstLetters.Contains(word[0]))
            return false;

        Span<char> letters = stackalloc char[_longest];
        var length = 0;
        foreach (var letter in word)
        {
            if (letter == 0)
                continue;
            if (length == _longest)
                return false;

            letters[length++] = (char)Text.Ascii.ToLower(letter);
        }

        return _words.Contains(letters[..length]);
    }
}
