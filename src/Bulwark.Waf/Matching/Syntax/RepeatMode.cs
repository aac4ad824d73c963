namespace Bulwark.Waf.Matching.Syntax;

/// <summary>How a quantifier goes about its repetitions.</summary>
internal enum RepeatMode
{
    /// <summary><c>*</c>: as many as possible first.</summary>
    Greedy,

    /// <summary><c>*?</c>: as few as possible first.</summary>
    Lazy,

    /// <summary><c>*+</c>: as many as possible, and never fewer.</summary>
    Possessive,
}
