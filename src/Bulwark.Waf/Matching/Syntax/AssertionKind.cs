namespace Bulwark.Waf.Matching.Syntax;

/// <summary>What a pattern can ask of a position without consuming a byte.</summary>
internal enum AssertionKind
{
    /// <summary><c>\A</c>, <c>\G</c>: the beginning of the value.</summary>
    Start,

    /// <summary><c>^</c>: the beginning of the value or of a line; not after a newline that ends the value.</summary>
    LineStart,

    /// <summary><c>\z</c>: the end of the value.</summary>
    End,

    /// <summary><c>$</c>: the end of the value or of a line.</summary>
    LineEnd,

    /// <summary><c>\Z</c>: the end of the value, or before a newline that ends it.</summary>
    EndOrLastNewline,

    /// <summary><c>\b</c>.</summary>
    WordBoundary,

    /// <summary><c>\B</c>.</summary>
    NoWordBoundary,
}
