using System.Buffers;
using Bulwark.Waf.Matching.Factors;

namespace Bulwark.Waf.Matching.Automata;

/// <summary>While an automaton is on no track at all, most bytes leave it there: they are skipped at once.</summary>
/// <param name="Waking">The bytes that do not.</param>
/// <param name="First">The first row of a state without a track. There is one for each thing that can stand before a position.</param>
/// <param name="Last">The last such row.</param>
/// <param name="Rows">The row after a byte of each class.</param>
internal sealed record Idling(SearchValues<byte> Waking, int First, int Last, int[] Rows)
{
    /// <summary>Where more of the text wakes it, skipping costs more than it saves.</summary>
    private const double MaxFrequency = 0.12;

    /// <summary>Adds the states without a track to a table that has its first state; null when it is not worth it.</summary>
    public static Idling? Prepare(Successor successor, StateTable table)
    {
        var waking = successor.WakingBytes();
        if (successor.AlwaysFound.Length > 0 || Selectivity.Frequency(waking) > MaxFrequency)
            return null;

        var alphabet = successor.Alphabet;
        var rows = alphabet.Befores().ToDictionary(before => before, before => table.AddFixed([StateKey.Head(before, 0)]));
        return new Idling(
            SearchValues.Create(waking.ToArray()),
            rows.Values.Min(),
            rows.Values.Max(),
            [.. Enumerable.Range(0, alphabet.End).Select(number => rows[alphabet.After(number)])]);
    }
}
