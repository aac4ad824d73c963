namespace Bulwark.Waf.Matching.Automata;

/// <summary>What stands before a position, as far as assertions ask.</summary>
internal enum Before
{
    /// <summary>Nothing: it is the beginning of the value.</summary>
    Nothing,

    Newline,

    /// <summary>A byte that belongs to a word.</summary>
    Word,

    Other,
}
