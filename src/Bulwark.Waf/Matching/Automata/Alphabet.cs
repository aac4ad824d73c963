using Bulwark.Waf.Matching.Nfa;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Automata;

/// <summary>Which bytes an automaton need not tell apart: they form a class. The end of the value is a class of its own, the last.</summary>
internal sealed class Alphabet
{
    private readonly byte[] _classes = new byte[256];
    private readonly List<int> _samples = [];

    public Alphabet(SetProgram program)
    {
        UsesLines = program.Code.Any(instruction => Asserts(instruction, AssertionKind.LineStart, AssertionKind.LineEnd));
        UsesWords = program.Code.Any(instruction => Asserts(instruction, AssertionKind.WordBoundary, AssertionKind.NoWordBoundary));
        UsesStart = UsesLines || UsesWords || program.Code.Any(instruction => Asserts(instruction, AssertionKind.Start, AssertionKind.Start));
        List<ByteSet> sets = [.. program.Sets];
        if (UsesLines)
            sets.Add(ByteSet.Of('\n'));

        if (UsesWords)
            sets.Add(ByteSet.Word);

        Divide(sets);
    }

    /// <summary>Whether it matters that the byte before was a newline.</summary>
    public bool UsesLines { get; }

    /// <summary>Whether it matters that the byte before belonged to a word.</summary>
    public bool UsesWords { get; }

    /// <summary>Whether it matters that there is no byte before.</summary>
    public bool UsesStart { get; }

    /// <summary>The class of each byte.</summary>
    public byte[] Classes => _classes;

    /// <summary>The class of the end.</summary>
    public int End => _samples.Count;

    /// <summary>How many classes there are, the end included.</summary>
    public int Count => _samples.Count + 1;

    /// <summary>A byte of the class; -1 for the end.</summary>
    public int Sample(int number) => number == End ? -1 : _samples[number];

    /// <summary>What is remembered about the byte before the next position when a byte of the class was read.</summary>
    public Before After(int number)
    {
        var value = Sample(number);
        if (UsesLines && value == '\n')
            return Before.Newline;

        return UsesWords && value >= 0 && ByteSet.Word.Contains(value) ? Before.Word : Before.Other;
    }

    /// <summary>What can stand before a position that is not the first.</summary>
    public IEnumerable<Before> Befores()
    {
        if (UsesLines)
            yield return Before.Newline;

        if (UsesWords)
            yield return Before.Word;

        yield return Before.Other;
    }

    private static bool Asserts(Instruction instruction, AssertionKind a, AssertionKind b) =>
        instruction.Code == OpCode.Assert && ((AssertionKind)instruction.Argument == a || (AssertionKind)instruction.Argument == b);

    private void Divide(List<ByteSet> sets)
    {
        var numbers = new int[256];
        var count = 1;
        foreach (var set in sets.Distinct())
        {
            // Each class is cut in two: those in the set and those outside.
            var renamed = new Dictionary<(int Number, bool IsInside), int>();
            for (var value = 0; value < 256; value++)
            {
                var part = (numbers[value], set.Contains(value));
                if (!renamed.TryGetValue(part, out var number))
                    number = renamed[part] = renamed.Count;

                numbers[value] = number;
            }

            count = renamed.Count;
        }

        for (var number = 0; number < count; number++)
            _samples.Add(Array.IndexOf(numbers, number));

        for (var value = 0; value < 256; value++)
            _classes[value] = (byte)numbers[value];
    }
}
