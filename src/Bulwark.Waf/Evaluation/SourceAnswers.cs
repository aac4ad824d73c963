using Bulwark.Waf.Evaluation.Planning;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation;

/// <summary>What was found out about the values of one source in one transaction; only values of which some question has the wanted answer are kept.</summary>
internal sealed class SourceAnswers
{
    // More than this is not kept between requests.
    private const int KeptValues = 1024;

    private readonly ulong[] _any;
    private readonly int _words;
    private int[] _indices = new int[4];
    private ulong[] _answers;

    public SourceAnswers(int words)
    {
        _words = words;
        _any = new ulong[words];
        _answers = new ulong[4 * words];
    }

    /// <summary>Whether the values have been looked at.</summary>
    public bool IsKnown { get; set; }

    /// <summary>The values.</summary>
    public VariableView View { get; set; }

    /// <summary>How many values are kept.</summary>
    public int Count { get; private set; }

    /// <summary>Whether any value has the answer.</summary>
    public bool HasAny(Probe probe) => probe.Touches(_any);

    /// <summary>Which value of <see cref="View"/> is the one that is kept as number <paramref name="at"/>; -1 when it has not the answer.</summary>
    public int IndexAt(int at, Probe probe) => probe.Touches(_answers.AsSpan(at * _words, _words)) ? _indices[at] : -1;

    /// <summary>Keeps the answers about a value if there are any.</summary>
    public void Add(int index, ReadOnlySpan<ulong> answers)
    {
        if (!answers.ContainsAnyExcept(0UL))
            return;

        if (Count == _indices.Length)
            Grow();

        _indices[Count] = index;
        answers.CopyTo(_answers.AsSpan(Count * _words));
        Count++;
        for (var word = 0; word < _words; word++)
            _any[word] |= answers[word];
    }

    public void Clear()
    {
        if (!IsKnown)
            return;

        if (_indices.Length > KeptValues)
        {
            _indices = new int[4];
            _answers = new ulong[4 * _words];
        }

        _any.AsSpan().Clear();
        IsKnown = false;
        View = default;
        Count = 0;
    }

    private void Grow()
    {
        Array.Resize(ref _indices, 2 * Count);
        Array.Resize(ref _answers, 2 * Count * _words);
    }
}
