using Bulwark.Waf.Matching;
using Bulwark.Waf.Operators;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>The questions that are asked after the same transformations.</summary>
internal sealed class QuestionGroup
{
    /// <summary>Those that patterns answer, in one pass; null without any.</summary>
    public required PatternSet? Patterns { get; init; }

    /// <summary>The bit of the first pattern; the others follow.</summary>
    public required int FirstPattern { get; init; }

    /// <summary>The bits of the patterns.</summary>
    public required ulong[] PatternMask { get; init; }

    /// <summary>The operators that have to be asked one by one, with their bits.</summary>
    public required (int Bit, Operator Operator)[] Operators { get; init; }
}
