using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Factors;

/// <summary>Takes out of a pattern what an automaton cannot do: the rest matches wherever the pattern does, and perhaps elsewhere.</summary>
internal sealed class Relaxation
{
    private readonly Dictionary<int, Node> _groups = [];

    private Relaxation()
    {
    }

    /// <summary>Whether nothing was taken out.</summary>
    public bool IsExact { get; private set; } = true;

    public static (Node Node, bool IsExact) Of(Node root)
    {
        var relaxation = new Relaxation();
        var node = relaxation.Relax(root);
        return (node, relaxation.IsExact);
    }

    private Node Relax(Node node)
    {
        switch (node)
        {
            case Node.Sequence sequence:
                return new Node.Sequence(Array.ConvertAll(sequence.Parts, Relax));
            case Node.Alternation alternation:
                return new Node.Alternation(Array.ConvertAll(alternation.Branches, Relax));
            case Node.Group group:
                return _groups[group.Number] = Relax(group.Body);
            case Node.Repeat { Mode: RepeatMode.Possessive, Body: not Node.Bytes } repeat:
                return Inexact(new Node.Repeat(Relax(repeat.Body), repeat.Min, repeat.Max, RepeatMode.Greedy));
            case Node.Repeat repeat:
                return new Node.Repeat(Relax(repeat.Body), repeat.Min, repeat.Max, repeat.Mode);
            case Node.Atomic atomic:
                return Inexact(Relax(atomic.Body));
            case Node.Lookahead { IsNegative: true, Body: Node.Bytes }:
                return node;
            case Node.Lookahead or Node.Lookbehind:
                return Inexact(Node.Empty);
            case Node.Assertion { Kind: AssertionKind.EndOrLastNewline }:
                return Inexact(new Node.Assertion(AssertionKind.LineEnd));
            case Node.BackReference reference:
                return Inexact(Reference(reference));
            default:
                return node;
        }
    }

    /// <summary>What the group can match; assertions in it hold where it matched, not where it is repeated.</summary>
    private Node Reference(Node.BackReference reference)
    {
        if (!_groups.TryGetValue(reference.Number, out var group))
            return new Node.Repeat(new Node.Bytes(ByteSet.All), 0, Node.Repeat.Unbounded, RepeatMode.Greedy);

        return Trees.Replace(group, part => part switch
        {
            Node.Assertion or Node.Lookahead => Node.Empty,
            Node.Bytes bytes when reference.IgnoresCase => new Node.Bytes(bytes.Set.WithOtherCase()),
            Node.Repeat { Mode: RepeatMode.Possessive } repeat => new Node.Repeat(repeat.Body, repeat.Min, repeat.Max, RepeatMode.Greedy),
            _ => null,
        });
    }

    private Node Inexact(Node node)
    {
        IsExact = false;
        return node;
    }
}
