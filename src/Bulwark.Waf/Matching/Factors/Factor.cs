using System.Runtime.InteropServices;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Factors;

/// <summary>
/// A part of a pattern without which it cannot match, and that an automaton forgets soon: it has no loop that runs through ordinary text
/// (<c>.*</c>, <c>[^"]*</c>) and no long counts. Many such factors fit into one automaton; whole patterns do not, as each would have to be
/// remembered beside all others.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Factor(Node Node, FactorKind Kind)
{
    /// <summary>A loop over a set that holds so much of ordinary text runs through it.</summary>
    private const double WideFrequency = 0.72;

    /// <summary>How far an automaton may count.</summary>
    private const int MaxCount = 4;

    /// <summary>The factor of a pattern that asks for a match anywhere.</summary>
    public static Factor Of(Node node)
    {
        switch (node)
        {
            case Node.Group group:
                return Of(group.Body);
            case Node.Sequence sequence:
                return OfSequence(sequence);
            case Node.Alternation alternation:
                var branches = Array.ConvertAll(alternation.Branches, Of);
                return new Factor(new Node.Alternation(Array.ConvertAll(branches, branch => branch.Node)), branches.Max(branch => branch.Kind));
            case Node.Repeat repeat:
                return OfRepeat(repeat);
            default:
                return new Factor(node, FactorKind.Exact);
        }
    }

    private static Factor OfRepeat(Node.Repeat repeat)
    {
        var body = Of(repeat.Body);
        var isShort = repeat.Max <= 2;
        if (body.Kind == FactorKind.Inside || (!isShort && RunsThroughText(repeat.Body)))
            return repeat.Min == 0 ? new Factor(Node.Empty, FactorKind.Inside) : body with { Kind = FactorKind.Inside };

        // Counting on is remembering too.
        var min = Math.Min(repeat.Min, MaxCount);
        var max = repeat.Max > MaxCount ? Node.Repeat.Unbounded : repeat.Max;
        var isSame = min == repeat.Min && max == repeat.Max;
        return new Factor(new Node.Repeat(body.Node, min, max, repeat.Mode), isSame ? body.Kind : FactorKind.Wider);
    }

    /// <summary>The most telling run of parts that follow each other.</summary>
    private static Factor OfSequence(Node.Sequence sequence)
    {
        var best = new Factor(Node.Empty, FactorKind.Inside);
        var bestBits = -1.0;
        var run = new List<Factor>();
        foreach (var part in sequence.Parts)
        {
            var factor = Of(part);
            if (factor.Kind != FactorKind.Inside)
            {
                run.Add(factor);
                continue;
            }

            Consider(run);
            Consider([factor]);
            run.Clear();
        }

        if (run.Count == sequence.Parts.Length)
            return Join(run);

        Consider(run);
        return best with { Kind = FactorKind.Inside };

        void Consider(List<Factor> candidate)
        {
            var joined = Join(candidate);
            var bits = Selectivity.Bits(joined.Node);
            if (bits > bestBits)
                (best, bestBits) = (joined, bits);
        }
    }

    private static Factor Join(List<Factor> run) => new(
        new Node.Sequence([.. run.Select(factor => factor.Node)]),
        run.Count == 0 ? FactorKind.Exact : run.Max(factor => factor.Kind));

    /// <summary>Whether repeating the part takes it through most text.</summary>
    private static bool RunsThroughText(Node node) => node switch
    {
        Node.Bytes bytes => Selectivity.Frequency(bytes.Set) > WideFrequency,
        Node.Sequence sequence => sequence.Parts.Length > 0 && Array.Exists(sequence.Parts, RunsThroughText),
        Node.Alternation alternation => Array.Exists(alternation.Branches, RunsThroughText),
        Node.Repeat repeat => RunsThroughText(repeat.Body),
        Node.Group group => RunsThroughText(group.Body),
        _ => false,
    };
}
