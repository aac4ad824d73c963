using Bulwark.Waf.Matching;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>Questions that are asked about the same values, each with a bit: transformations are shared, and so are the passes over a value.</summary>
internal sealed class QuestionClass
{
    /// <summary>How many words of 64 bits hold the answers.</summary>
    public required int Words { get; init; }

    /// <summary>The bits of the questions whose answer is turned round.</summary>
    public required ulong[] Negated { get; init; }

    /// <summary>The beginnings of all chains by their numbers; the first is the empty one.</summary>
    public required ChainNode[] Nodes { get; init; }

    /// <summary>All patterns in one set, for values that several chains leave equal; null when there is only one group of them.</summary>
    public required PatternSet? AllPatterns { get; init; }

    /// <summary>The longest chain.</summary>
    public required int Depth { get; init; }

    /// <summary>Forgets what values have taught the patterns.</summary>
    public void Forget()
    {
        AllPatterns?.Forget();
        foreach (var node in Nodes)
            node.Questions?.Patterns?.Forget();
    }
}
