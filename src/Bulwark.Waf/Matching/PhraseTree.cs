using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching;

/// <summary>Fixed texts as trees: a list of phrases shares its beginnings, so that an automaton looks at few places at once.</summary>
internal static class PhraseTree
{
    /// <summary>The bytes one after the other.</summary>
    public static Node Of(ReadOnlySpan<byte> text, bool ignoresCase = false)
    {
        var parts = new Node[text.Length];
        for (var i = 0; i < text.Length; i++)
            parts[i] = One(text[i], ignoresCase);

        return new Node.Sequence(parts);
    }

    /// <summary>Any of the phrases, letters in either case. No phrases match nothing.</summary>
    public static Node Of(IEnumerable<ReadOnlyMemory<byte>> phrases)
    {
        var sorted = phrases.Select(phrase => Lower(phrase.Span)).Order(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).ToArray();
        return Build(sorted, 0);
    }

    /// <summary>Phrases with the same first bytes, in order; only their depth of branching costs stack.</summary>
    private static Node Build(ReadOnlySpan<byte[]> phrases, int depth)
    {
        // In order, the shortest of those that begin alike comes first; where it matches, the longer ones need not.
        if (phrases.Length > 0 && phrases[0].Length == depth)
            return Node.Empty;

        var branches = new List<Node>();
        while (phrases.Length > 0)
        {
            var first = phrases[0][depth];
            var count = 1;
            while (count < phrases.Length && phrases[count][depth] == first)
                count++;

            branches.Add(Branch(phrases[..count], depth));
            phrases = phrases[count..];
        }

        return branches.Count switch
        {
            0 => Node.Never,
            1 => branches[0],
            _ => new Node.Alternation([.. branches]),
        };
    }

    private static Node.Sequence Branch(ReadOnlySpan<byte[]> phrases, int depth)
    {
        var common = phrases[0].AsSpan(depth).CommonPrefixLength(phrases[^1].AsSpan(depth));
        List<Node> parts = [];
        for (var i = 0; i < common; i++)
            parts.Add(One(phrases[0][depth + i], ignoresCase: true));

        parts.Add(Build(phrases, depth + common));
        return new Node.Sequence([.. parts]);
    }

    private static Node.Bytes One(byte value, bool ignoresCase)
    {
        var set = ByteSet.Of(value);
        return new Node.Bytes(ignoresCase ? set.WithOtherCase() : set);
    }

    private static byte[] Lower(ReadOnlySpan<byte> text)
    {
        var lower = text.ToArray();
        foreach (ref var value in lower.AsSpan())
        {
            if (char.IsAsciiLetterUpper((char)value))
                value |= 0x20;
        }

        return lower;
    }
}
