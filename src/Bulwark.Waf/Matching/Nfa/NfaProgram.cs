namespace Bulwark.Waf.Matching.Nfa;

/// <summary>A pattern as instructions: a nondeterministic automaton whose branches have an order.</summary>
/// <param name="Code">The instructions.</param>
/// <param name="Sets">The byte sets that they name.</param>
/// <param name="Start">Where a match begins.</param>
/// <param name="Slots">How many positions a match keeps: two for each group and two for the whole.</param>
/// <param name="Registers">How many marks the program sets.</param>
/// <param name="FirstBytes">The bytes with which a match can begin; null when it can be empty, or nothing is known.</param>
internal sealed record NfaProgram(Instruction[] Code, ByteSet[] Sets, int Start, int Slots, int Registers, System.Buffers.SearchValues<byte>? FirstBytes)
{
    /// <summary>Whether it needs a matcher that goes back: it has references, lookaround or atomic groups.</summary>
    public required bool NeedsBacktracking { get; init; }
}
