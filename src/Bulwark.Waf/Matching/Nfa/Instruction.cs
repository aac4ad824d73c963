using System.Runtime.InteropServices;

namespace Bulwark.Waf.Matching.Nfa;

/// <summary>One instruction of a compiled pattern; which of its numbers mean something, its code says.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Instruction(OpCode Code, int Argument, int Next, int Other);
