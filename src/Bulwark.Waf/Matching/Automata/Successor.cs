using System.Runtime.InteropServices;
using Bulwark.Waf.Matching.Nfa;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Automata;

/// <summary>Finds out in what state an automaton is after the next byte. Assertions are decided here, where both sides of the position are known.</summary>
internal sealed class Successor
{
    private readonly SetProgram _program;
    private readonly bool[] _isStart;
    private readonly int[] _starts;
    private readonly StartStep?[] _startSteps;

    public Successor(SetProgram program)
    {
        _program = program;
        Alphabet = new Alphabet(program);
        _startSteps = new StartStep?[4 * Alphabet.Count];

        var scratch = Scratch.OfThread;
        scratch.Begin(program.Code.Length, program.Starts.Length);
        _isStart = new bool[program.Code.Length];
        foreach (var start in program.Starts)
            Reach(start, scratch);

        _starts = [.. scratch.Places];
        AlwaysFound = [.. scratch.Found.Order()];
        foreach (var place in _starts)
            _isStart[place] = true;
    }

    public Alphabet Alphabet { get; }

    /// <summary>Patterns that match everything.</summary>
    public int[] AlwaysFound { get; }

    /// <summary>Sets <see cref="Scratch.Key"/> to the state before the first byte.</summary>
    public void First(Scratch scratch)
    {
        scratch.Key.Clear();
        scratch.Key.Add(StateKey.Head(Alphabet.UsesStart ? Before.Nothing : Before.Other, AlwaysFound.Length));
        scratch.Key.AddRange(AlwaysFound);
    }

    /// <summary>Sets <see cref="Scratch.Key"/> to the state that follows <paramref name="key"/> after a byte of a class.</summary>
    public void Find(ReadOnlySpan<int> key, int number, Scratch scratch)
    {
        var before = StateKey.Before(key);
        var start = StepOfStarts(before, number, scratch);
        scratch.Begin(_program.Code.Length, _program.Starts.Length);
        var next = Alphabet.Sample(number);
        foreach (var place in StateKey.Places(key))
            Step(place, before, next, scratch);

        foreach (var pattern in start.Found)
            scratch.AddFound(pattern);

        foreach (var place in start.Places)
        {
            if (scratch.VisitNext(place))
                scratch.Places.Add(place);
        }

        Compose(Alphabet.After(number), scratch);
    }

    /// <summary>The bytes that take a search anywhere when none is under way, wherever they stand.</summary>
    public ByteSet WakingBytes()
    {
        var scratch = Scratch.OfThread;
        var waking = new bool[Alphabet.Count];
        foreach (var before in Alphabet.Befores())
        {
            for (var number = 0; number < Alphabet.End; number++)
                waking[number] |= StepOfStarts(before, number, scratch) is not { Places: [], Found: [] };
        }

        var set = ByteSet.None;
        for (var value = 0; value < 256; value++)
        {
            if (waking[Alphabet.Classes[value]])
                set |= ByteSet.Of(value);
        }

        return set;
    }

    private void Compose(Before before, Scratch scratch)
    {
        var places = scratch.Places;

        // A pattern that has been found need not be looked for.
        if (scratch.Found.Count > 0)
        {
            var kept = 0;
            foreach (var place in CollectionsMarshal.AsSpan(places))
            {
                if (!scratch.HasFound(_program.Owners[place]))
                    places[kept++] = place;
            }

            CollectionsMarshal.SetCount(places, kept);
            scratch.Found.Sort();
        }

        places.Sort();
        scratch.Key.Clear();
        scratch.Key.Add(StateKey.Head(before, scratch.Found.Count));
        scratch.Key.AddRange(scratch.Found);
        scratch.Key.AddRange(places);
    }

    /// <summary>Where the next byte takes the searches that begin at this position.</summary>
    private StartStep StepOfStarts(Before before, int number, Scratch scratch)
    {
        ref var known = ref _startSteps[((int)before * Alphabet.Count) + number];
        if (Volatile.Read(ref known) is { } step)
            return step;

        scratch.Begin(_program.Code.Length, _program.Starts.Length);
        var next = Alphabet.Sample(number);
        foreach (var place in _starts)
            Step(place, before, next, scratch);

        var found = new StartStep([.. scratch.Places], [.. scratch.Found]);
        Volatile.Write(ref known, found);
        return found;
    }

    /// <summary>Follows one place over the next byte.</summary>
    private void Step(int place, Before before, int next, Scratch scratch)
    {
        scratch.Open.Push(place);
        while (scratch.Open.TryPop(out var here))
        {
            if (!scratch.VisitHere(here))
                continue;

            var instruction = _program.Code[here];
            switch (instruction.Code)
            {
                case OpCode.Split:
                    scratch.Open.Push(instruction.Other);
                    scratch.Open.Push(instruction.Next);
                    break;
                case OpCode.Assert:
                    if (Holds((AssertionKind)instruction.Argument, before, next))
                        scratch.Open.Push(instruction.Next);

                    break;
                case OpCode.AssertNotNext:
                    if (next < 0 || !_program.Sets[instruction.Argument].Contains(next))
                        scratch.Open.Push(instruction.Next);

                    break;
                case OpCode.Match:
                    scratch.AddFound(instruction.Argument);
                    break;
                default:
                    if (next >= 0 && _program.Sets[instruction.Argument].Contains(next))
                        Reach(instruction.Next, scratch);

                    break;
            }
        }
    }

    /// <summary>Adds the places reached at the next position without anything to decide there.</summary>
    private void Reach(int place, Scratch scratch)
    {
        var bottom = scratch.Open.Count;
        scratch.Open.Push(place);
        while (scratch.Open.Count > bottom)
        {
            var here = scratch.Open.Pop();
            if (!scratch.VisitNext(here))
                continue;

            var instruction = _program.Code[here];
            if (instruction.Code == OpCode.Split)
            {
                scratch.Open.Push(instruction.Other);
                scratch.Open.Push(instruction.Next);
            }
            else if (instruction.Code == OpCode.Match)
            {
                scratch.AddFound(instruction.Argument);
            }
            else if (!_isStart[here])
            {
                scratch.Places.Add(here);
            }
        }
    }

    private static bool Holds(AssertionKind kind, Before before, int next) => kind switch
    {
        AssertionKind.Start => before == Before.Nothing,
        AssertionKind.LineStart => before == Before.Nothing || (before == Before.Newline && next >= 0),
        AssertionKind.End => next < 0,
        AssertionKind.LineEnd => next is < 0 or '\n',
        AssertionKind.WordBoundary => IsWordBoundary(before, next),
        AssertionKind.NoWordBoundary => !IsWordBoundary(before, next),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    private static bool IsWordBoundary(Before before, int next) => (before == Before.Word) != (next >= 0 && ByteSet.Word.Contains(next));

    /// <summary>Places and patterns that searches beginning at a position reach with the next byte.</summary>
    private sealed record StartStep(int[] Places, int[] Found);
}
