using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Factors;

/// <summary>Takes from the edges of a pattern what makes no difference to whether it matches somewhere: <c>.*a+</c> matches where <c>a</c> does.</summary>
internal static class Trimming
{
    public static Node Trim(Node node)
    {
        switch (node)
        {
            case Node.Group group:
                return Trim(group.Body);
            case Node.Alternation alternation:
                return new Node.Alternation(Array.ConvertAll(alternation.Branches, Trim));
            case Node.Sequence sequence:
                return Edge(Edge(sequence, fromEnd: false), fromEnd: true);
            case Node.Repeat repeat when repeat.Mode != RepeatMode.Possessive:
                return Fewest(repeat);
            default:
                return node;
        }
    }

    /// <summary>The same for the beginning of a pattern of any kind, as far as no group is lost to which something refers.</summary>
    public static Node TrimStart(Node node)
    {
        if (node is not Node.Sequence sequence)
            return node;

        var skipped = 0;
        while (skipped < sequence.Parts.Length && sequence.Parts[skipped] is Node.Repeat { Body: Node.Bytes, Min: 0, Mode: not RepeatMode.Possessive })
            skipped++;

        return new Node.Sequence(sequence.Parts[skipped..]);
    }

    private static Node.Repeat Fewest(Node.Repeat repeat) => new(repeat.Body, repeat.Min, repeat.Min, repeat.Mode);

    private static Node.Sequence Edge(Node.Sequence sequence, bool fromEnd)
    {
        var parts = sequence.Parts.ToList();
        while (parts.Count > 0)
        {
            var at = fromEnd ? parts.Count - 1 : 0;
            switch (parts[at])
            {
                case var part when Trees.AsksNothing(part):
                    parts.RemoveAt(at);
                    continue;
                case Node.Group group:
                    parts[at] = group.Body;
                    continue;
                case Node.Sequence inner:
                    parts.RemoveAt(at);
                    parts.InsertRange(at, inner.Parts);
                    continue;
                case Node.Repeat { Mode: not RepeatMode.Possessive } repeat:
                    parts[at] = Fewest(repeat);
                    break;
                case Node.Alternation alternation:
                    parts[at] = new Node.Alternation(Array.ConvertAll(alternation.Branches, branch => EdgeOf(branch, fromEnd)));
                    break;
            }

            break;
        }

        return new Node.Sequence([.. parts]);
    }

    private static Node EdgeOf(Node node, bool fromEnd) => node switch
    {
        Node.Group group => EdgeOf(group.Body, fromEnd),
        Node.Sequence sequence => Edge(sequence, fromEnd),
        Node.Alternation alternation => new Node.Alternation(Array.ConvertAll(alternation.Branches, branch => EdgeOf(branch, fromEnd))),
        Node.Repeat { Mode: not RepeatMode.Possessive } repeat => Fewest(repeat),
        _ => node,
    };
}
