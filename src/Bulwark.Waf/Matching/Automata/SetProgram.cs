using Bulwark.Waf.Matching.Nfa;

namespace Bulwark.Waf.Matching.Automata;

/// <summary>Several patterns as instructions of one automaton, without captures.</summary>
/// <param name="Code">The instructions; <see cref="OpCode.Match"/> names the pattern in its argument.</param>
/// <param name="Sets">The byte sets that they name.</param>
/// <param name="Starts">Where each pattern begins.</param>
/// <param name="Owners">To which pattern each instruction belongs.</param>
internal sealed record SetProgram(Instruction[] Code, ByteSet[] Sets, int[] Starts, int[] Owners);
