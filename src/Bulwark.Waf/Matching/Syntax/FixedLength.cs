namespace Bulwark.Waf.Matching.Syntax;

/// <summary>Lengths of what a lookbehind asks for.</summary>
internal static class FixedLength
{
    private const int Max = 65_535;

    /// <summary>Each branch with the one length that it matches.</summary>
    public static (Node Body, int Length)[] Branches(Node body, Func<RuleException> error)
    {
        Node[] branches = body is Node.Alternation alternation ? alternation.Branches : [body];
        return [.. branches.Select(branch => (branch, Of(branch) ?? throw error()))];
    }

    /// <summary>The only length that the part can match; null when there are several, or it is not known.</summary>
    private static int? Of(Node node)
    {
        switch (node)
        {
            case Node.Bytes:
                return 1;
            case Node.Assertion or Node.Lookahead or Node.Lookbehind:
                return 0;
            case Node.Group group:
                return Of(group.Body);
            case Node.Atomic atomic:
                return Of(atomic.Body);
            case Node.Sequence sequence:
                return OfSequence(sequence);
            case Node.Alternation alternation:
                var lengths = alternation.Branches.Select(Of).Distinct().ToList();
                return lengths is [{ } only] ? only : null;
            case Node.Repeat repeat when repeat.Min == repeat.Max && Of(repeat.Body) is { } length && (long)length * repeat.Min <= Max:
                return length * repeat.Min;
            default:
                return null;
        }
    }

    private static int? OfSequence(Node.Sequence sequence)
    {
        var sum = 0;
        foreach (var part in sequence.Parts)
        {
            if (Of(part) is not { } length || (sum += length) > Max)
                return null;
        }

        return sum;
    }
}
