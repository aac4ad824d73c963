namespace Bulwark.Waf.Matching.Nfa;

/// <summary>What one instruction of a compiled pattern does.</summary>
internal enum OpCode
{
    /// <summary>The pattern has matched.</summary>
    Match,

    /// <summary>Consumes one byte of the set <c>Argument</c>, goes on at <c>Next</c>.</summary>
    Consume,

    /// <summary>Tries <c>Next</c>, then <c>Other</c>.</summary>
    Split,

    /// <summary>Keeps the position in slot <c>Argument</c>.</summary>
    Save,

    /// <summary>Goes on where the assertion <c>Argument</c> holds.</summary>
    Assert,

    /// <summary>Goes on where the next byte is none of the set <c>Argument</c>, or at the end.</summary>
    AssertNotNext,

    /// <summary>Consumes all bytes of the set <c>Argument</c> that come next; goes on at <c>Next</c>, or at <c>Other</c> if there are none.</summary>
    ConsumeRun,

    /// <summary>Tries <c>Next</c>, which begins with a byte of the set <c>Argument</c>, if one comes next; then, or else, <c>Other</c>.</summary>
    Choose,

    /// <summary>Tries <c>Other</c>; then <c>Next</c>, as <see cref="Choose"/> does.</summary>
    ChooseLast,

    /// <summary>Consumes what group <c>Argument</c> holds; goes on at <c>Next</c>, or at <c>Other</c> if that is empty.</summary>
    BackReference,

    /// <summary>As <see cref="BackReference"/>, letters in either case.</summary>
    BackReferenceIgnoringCase,

    /// <summary>Goes back by <c>Argument</c> bytes.</summary>
    StepBack,

    /// <summary>Notes in register <c>Argument</c> how many alternatives are open.</summary>
    Mark,

    /// <summary>Drops the alternatives opened since the mark.</summary>
    Cut,

    /// <summary>Drops the alternatives opened since the mark, and goes back to the position of the mark.</summary>
    CutAndReturn,

    /// <summary>Notes as <see cref="Mark"/> does, then tries <c>Next</c>, and when that fails goes on at <c>Other</c>.</summary>
    MarkNegative,

    /// <summary>What must not match did: undoes everything since the mark, the alternative too, and fails.</summary>
    FailFromMark,
}
