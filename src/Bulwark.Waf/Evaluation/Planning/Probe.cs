namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>Where a target finds out whether any of its values, and which, has the answer that its rule wants to hear.</summary>
/// <param name="Source">The values.</param>
/// <param name="Bits">The bits of the link's questions: one, or several for <c>multiMatch</c>.</param>
internal sealed record Probe(Source Source, ulong[] Bits)
{
    private readonly int _first = Array.FindIndex(Bits, word => word != 0);
    private readonly int _last = Array.FindLastIndex(Bits, word => word != 0);

    /// <summary>Whether one of the bits is set.</summary>
    public bool Touches(ReadOnlySpan<ulong> answers)
    {
        for (var word = _first; word <= _last; word++)
        {
            if ((answers[word] & Bits[word]) != 0)
                return true;
        }

        return false;
    }
}
