using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Factors;

/// <summary>Finds loops over a set that what follows cannot take a byte from: <c>\w+\b</c>, <c>\s*=</c>. Giving bytes back never helps there, so it is not tried.</summary>
internal static class Possession
{
    /// <summary>The same pattern with such loops made possessive.</summary>
    public static Node Of(Node root) => Trees.Replace(root, node => node is Node.Sequence sequence ? OfSequence(sequence) : null);

    private static Node.Sequence OfSequence(Node.Sequence sequence)
    {
        var parts = new Node[sequence.Parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var rest = sequence.Parts[(i + 1)..];
            parts[i] = sequence.Parts[i] switch
            {
                Node.Repeat { Body: Node.Bytes bytes } repeat when IsHeld(bytes.Set, repeat, rest) => Possessive(repeat),
                Node.Group { Body: Node.Repeat { Body: Node.Bytes bytes } repeat } group when IsHeld(bytes.Set, repeat, rest) => new Node.Group(group.Number, Possessive(repeat)),
                var part => Of(part),
            };
        }

        return new Node.Sequence(parts);
    }

    private static bool IsHeld(ByteSet set, Node.Repeat repeat, Node[] rest)
    {
        if (repeat.Max != Node.Repeat.Unbounded)
            return false;

        if (repeat.Min > 0 && set == ByteSet.Word && rest is [Node.Assertion { Kind: AssertionKind.WordBoundary }, ..])
            return true;

        var following = new Node.Sequence(rest);
        return !Nullability.IsNullable(following) && (Nullability.FirstBytes(following) & set).IsEmpty;
    }

    private static Node.Repeat Possessive(Node.Repeat repeat) => new(repeat.Body, repeat.Min, repeat.Max, RepeatMode.Possessive);
}
