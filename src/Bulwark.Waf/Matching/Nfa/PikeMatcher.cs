using System.Diagnostics;
using System.Runtime.InteropServices;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Nfa;

/// <summary>Follows all branches of a program at once, in their order: finds the match that PCRE finds, with its groups, in time linear in value and program.</summary>
/// <remarks>After Rob Pike; see Russ Cox, "Regular Expression Matching: the Virtual Machine Approach". One thread at a time uses one.</remarks>
internal sealed class PikeMatcher(NfaProgram program)
{
    private readonly Stack<Step> _steps = new();
    private readonly int[] _slots = new int[program.Slots];
    private ThreadList _current = new(program);
    private ThreadList _next = new(program);

    /// <summary>Finds the first match that begins at <paramref name="start"/> or later; <paramref name="slots"/> gets its positions, or is empty when nobody
    /// wants them.</summary>
    public bool Match(ReadOnlySpan<byte> value, Span<int> slots, int start = 0)
    {
        Debug.Assert(!program.NeedsBacktracking, "this program needs the other matcher");
        var found = false;
        _current.Clear();
        for (var position = start; position <= value.Length; position++)
        {
            if (!found && program.FirstBytes is { } first && _current.Count == 0)
            {
                var skipped = value[position..].IndexOfAny(first);
                if (skipped < 0)
                    return false;

                // What was seen without leaving a thread was seen at another position.
                _current.Clear();
                position += skipped;
            }

            if (!found && CanBegin(value, position))
            {
                _slots.AsSpan().Fill(-1);
                _slots[0] = position;
                Follow(_current, program.Start, value, position);
            }

            if (_current.Count == 0)
            {
                if (found)
                    return true;

                _current.Clear();
                continue;
            }

            _next.Clear();
            for (var i = 0; i < _current.Count; i++)
            {
                var instruction = program.Code[_current.At(i)];
                if (instruction.Code == OpCode.Match)
                {
                    // What comes after it in the list counts for less.
                    found = true;
                    if (slots.IsEmpty)
                        return true;

                    _current.SlotsOf(i)[..slots.Length].CopyTo(slots);
                    slots[1] = position;
                    break;
                }

                if (position < value.Length && program.Sets[instruction.Argument].Contains(value[position]))
                {
                    _current.SlotsOf(i).CopyTo(_slots);
                    Follow(_next, instruction.Next, value, position + 1);
                }
            }

            (_current, _next) = (_next, _current);
        }

        return found;
    }

    private bool CanBegin(ReadOnlySpan<byte> value, int position) =>
        program.FirstBytes is not { } first || (position < value.Length && first.Contains(value[position]));

    /// <summary>Adds what is reached from a place without consuming anything.</summary>
    private void Follow(ThreadList list, int start, ReadOnlySpan<byte> value, int position)
    {
        _steps.Push(new Step(start, -1));
        while (_steps.TryPop(out var step))
        {
            if (step.Slot >= 0)
            {
                _slots[step.Slot] = step.Target;
                continue;
            }

            if (!list.Visit(step.Target))
                continue;

            var instruction = program.Code[step.Target];
            switch (instruction.Code)
            {
                case OpCode.Split:
                    _steps.Push(new Step(instruction.Other, -1));
                    _steps.Push(new Step(instruction.Next, -1));
                    break;
                case OpCode.Save:
                    _steps.Push(new Step(_slots[instruction.Argument], instruction.Argument));
                    _slots[instruction.Argument] = position;
                    _steps.Push(new Step(instruction.Next, -1));
                    break;
                case OpCode.Assert:
                    if (Positions.Holds((AssertionKind)instruction.Argument, value, position))
                        _steps.Push(new Step(instruction.Next, -1));

                    break;
                case OpCode.AssertNotNext:
                    if (position == value.Length || !program.Sets[instruction.Argument].Contains(value[position]))
                        _steps.Push(new Step(instruction.Next, -1));

                    break;
                default:
                    list.Add(step.Target, _slots);
                    break;
            }
        }
    }

    /// <summary>A place to look at, or, with a slot, the position to put back there.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(int Target, int Slot);

    /// <summary>Threads in their order, each with its slots, and which places have been seen at this position.</summary>
    private sealed class ThreadList(NfaProgram program)
    {
        private readonly int[] _seen = new int[program.Code.Length];
        private readonly int _width = program.Slots;
        private int[] _places = new int[16];
        private int[] _slots = new int[16 * program.Slots];
        private int _round;

        public int Count { get; private set; }

        public void Clear()
        {
            Count = 0;
            if (++_round != int.MaxValue)
                return;

            Array.Clear(_seen);
            _round = 1;
        }

        public bool Visit(int place)
        {
            if (_seen[place] == _round)
                return false;

            _seen[place] = _round;
            return true;
        }

        public int At(int index) => _places[index];

        public Span<int> SlotsOf(int index) => _slots.AsSpan(index * _width, _width);

        public void Add(int place, int[] slots)
        {
            if (Count == _places.Length)
            {
                Array.Resize(ref _places, 2 * Count);
                Array.Resize(ref _slots, 2 * Count * _width);
            }

            _places[Count] = place;
            slots.CopyTo(SlotsOf(Count++));
        }
    }
}
