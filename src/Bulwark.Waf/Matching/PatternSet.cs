using System.Numerics;
using Bulwark.Waf.Matching.Automata;
using Bulwark.Waf.Matching.Factors;
using Bulwark.Waf.Matching.Nfa;

namespace Bulwark.Waf.Matching;

/// <summary>
/// Tells in one pass over a value which of many patterns match it. The pass looks for a factor of each pattern; where the factor is the whole
/// pattern that is the answer, else the pattern's own automaton is asked, for those few whose factor is there.
/// </summary>
/// <remarks>Used by all threads at once. What the automata have learned changes how long an answer takes, never the answer.</remarks>
internal sealed class PatternSet
{
    /// <summary>What the automaton of the factors may take.</summary>
    private const int DefaultLimit = 16 * 1024 * 1024;

    private readonly LazyDfa _factors;
    private readonly Recognizer?[] _recognizers;
    private readonly ulong[] _exact;

    private PatternSet(IReadOnlyList<PatternSource> sources, AutomatonMemory memory, int limit)
    {
        Count = sources.Count;
        Words = (sources.Count + 63) / 64;
        _exact = new ulong[Words];
        _recognizers = new Recognizer?[Count];
        var factors = sources.Select(source => Factor.Of(source.Tree)).ToList();
        for (var i = 0; i < Count; i++)
        {
            if (sources[i].IsExact && factors[i].Kind == FactorKind.Exact)
                _exact[i >> 6] |= 1UL << (i & 63);
            else
                _recognizers[i] = sources[i].RecognizerIn(memory);
        }

        _factors = new LazyDfa(NfaBuilder.BuildSet([.. factors.Select(factor => Trimming.Trim(factor.Node))]), memory, limit);
    }

    /// <summary>How many patterns there are.</summary>
    public int Count { get; }

    /// <summary>How many words of 64 bits hold an answer.</summary>
    public int Words { get; }

    /// <summary>How many patterns the one pass decides alone.</summary>
    public int ExactCount => _exact.Sum(BitOperations.PopCount);

    /// <summary>States that the automaton of the factors has learned.</summary>
    public int States => _factors.States;

    /// <summary>Bytes that it has taken for them.</summary>
    public int Bytes => _factors.Bytes;

    /// <exception cref="RuleException">A pattern is too large.</exception>
    public static PatternSet Build(IReadOnlyList<PatternSource> sources, AutomatonMemory memory, int limit = DefaultLimit) => new(sources, memory, limit);

    /// <summary>Sets the bits of all patterns that match; bit 0 of the first word is the first pattern.</summary>
    public void Match(ReadOnlySpan<byte> value, Span<ulong> matched, ref MatchBudget budget)
    {
        Span<ulong> candidates = Words <= 16 ? stackalloc ulong[16] : new ulong[Words];
        candidates = candidates[..Words];
        candidates.Clear();
        budget.Inspected(value.Length);
        _factors.Match(value, candidates, ref budget);
        for (var word = 0; word < Words; word++)
        {
            matched[word] |= candidates[word] & _exact[word];
            for (var open = candidates[word] & ~_exact[word]; open != 0; open &= open - 1)
            {
                var number = (word << 6) | BitOperations.TrailingZeroCount(open);
                if (_recognizers[number]!.IsMatch(value, ref budget))
                    matched[word] |= 1UL << (number & 63);
            }
        }
    }

    /// <summary>Forgets what values have taught it.</summary>
    public void Forget()
    {
        _factors.Forget();
        foreach (var recognizer in _recognizers)
            recognizer?.Forget();
    }
}
