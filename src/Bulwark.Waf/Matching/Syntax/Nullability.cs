namespace Bulwark.Waf.Matching.Syntax;

/// <summary>Which parts can match without consuming a byte.</summary>
internal static class Nullability
{
    /// <summary>Whether the part may match the empty text somewhere; in doubt it may.</summary>
    public static bool IsNullable(Node node) => node switch
    {
        Node.Bytes => false,
        Node.Sequence sequence => Array.TrueForAll(sequence.Parts, IsNullable),
        Node.Alternation alternation => Array.Exists(alternation.Branches, IsNullable),
        Node.Repeat repeat => repeat.Min == 0 || IsNullable(repeat.Body),
        Node.Group group => IsNullable(group.Body),
        Node.Atomic atomic => IsNullable(atomic.Body),
        _ => true,
    };

    /// <summary>The bytes with which the part can begin; everything for a part that can be empty or begins with a reference.</summary>
    public static ByteSet FirstBytes(Node node) => IsNullable(node) ? ByteSet.All : First(node);

    private static ByteSet First(Node node)
    {
        switch (node)
        {
            case Node.Bytes bytes:
                return bytes.Set;
            case Node.Alternation alternation:
                return alternation.Branches.Aggregate(ByteSet.None, (set, branch) => set | First(branch));
            case Node.Repeat repeat:
                return First(repeat.Body);
            case Node.Group group:
                return First(group.Body);
            case Node.Atomic atomic:
                return First(atomic.Body);
            case Node.Sequence sequence:
                return OfSequence(sequence);
            case Node.BackReference:
                return ByteSet.All;
            default:
                return ByteSet.None;
        }
    }

    private static ByteSet OfSequence(Node.Sequence sequence)
    {
        var set = ByteSet.None;
        foreach (var part in sequence.Parts)
        {
            set |= First(part);
            if (!IsNullable(part))
                return set;
        }

        return set;
    }
}
