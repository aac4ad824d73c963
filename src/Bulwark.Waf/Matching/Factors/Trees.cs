using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Factors;

/// <summary>Rewrites trees of patterns.</summary>
internal static class Trees
{
    /// <summary>The same tree with its leaves (sets, assertions, references) and lookarounds replaced; null keeps one.</summary>
    public static Node Replace(Node node, Func<Node, Node?> replacement)
    {
        if (replacement(node) is { } replaced)
            return replaced;

        return node switch
        {
            Node.Sequence sequence => new Node.Sequence(Array.ConvertAll(sequence.Parts, part => Replace(part, replacement))),
            Node.Alternation alternation => new Node.Alternation(Array.ConvertAll(alternation.Branches, branch => Replace(branch, replacement))),
            Node.Repeat repeat => new Node.Repeat(Replace(repeat.Body, replacement), repeat.Min, repeat.Max, repeat.Mode),
            Node.Group group => new Node.Group(group.Number, Replace(group.Body, replacement)),
            Node.Atomic atomic => new Node.Atomic(Replace(atomic.Body, replacement)),
            Node.Lookahead look => new Node.Lookahead(Replace(look.Body, replacement), look.IsNegative),
            Node.Lookbehind look => new Node.Lookbehind(Array.ConvertAll(look.Branches, branch => (Replace(branch.Body, replacement), branch.Length)), look.IsNegative),
            _ => node,
        };
    }

    /// <summary>The pattern for the value before <c>t:lowercase</c>: it matches that value where the pattern as written matches the lower-cased one.</summary>
    public static Node BeforeLowerCasing(Node node) => Replace(node, part => part switch
    {
        Node.Bytes bytes => new Node.Bytes(bytes.Set.OfLowerCased()),
        Node.BackReference reference => new Node.BackReference(reference.Number, ignoresCase: true),
        _ => null,
    });

    /// <summary>The pattern with long counts taken for loops: it matches wherever the pattern does, and an automaton need not count. The same object if
    /// there are none.</summary>
    public static Node WithoutCounts(Node root)
    {
        const int LongCount = 8;
        var any = false;
        var widened = Replace(root, Widen);
        return any ? widened : root;

        Node? Widen(Node node)
        {
            if (node is not Node.Repeat { Max: > LongCount and < Node.Repeat.Unbounded, Mode: not RepeatMode.Possessive } repeat)
                return null;

            any = true;
            return new Node.Repeat(Replace(repeat.Body, Widen), Math.Min(repeat.Min, LongCount), Node.Repeat.Unbounded, repeat.Mode);
        }
    }

    /// <summary>Whether the part matches the empty text at every position, so that it asks for nothing.</summary>
    public static bool AsksNothing(Node node) => node switch
    {
        Node.Sequence sequence => Array.TrueForAll(sequence.Parts, AsksNothing),
        Node.Alternation alternation => Array.Exists(alternation.Branches, AsksNothing),
        Node.Repeat repeat => repeat.Min == 0 && repeat.Mode != RepeatMode.Possessive || AsksNothing(repeat.Body),
        Node.Group group => AsksNothing(group.Body),
        _ => false,
    };
}
