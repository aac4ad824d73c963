using System.Runtime.InteropServices;
using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Nfa;

/// <summary>Tries the branches of a program one after the other: for patterns with references, lookaround or atomic groups.</summary>
/// <remarks>
/// It can take long, so its steps are limited by the size of value and program. Where the limit is reached, the answer is a match, so that
/// nobody gets past a rule by making it tired. One thread at a time uses one.
/// </remarks>
internal sealed class BacktrackMatcher(NfaProgram program)
{
    private const long FreeSteps = 16_384;
    private const int StepsPerPlace = 4;

    private readonly int[] _slots = new int[program.Slots];
    private readonly (int Height, int Position)[] _marks = new (int, int)[program.Registers];
    private Entry[] _stack = new Entry[64];
    private int _height;
    private long _steps;

    /// <summary>Whether the last call stopped at the limit of steps.</summary>
    public bool GaveUp => _steps < 0;

    /// <summary>Finds the first match that begins at <paramref name="start"/> or later; <paramref name="slots"/> gets its positions, or is empty when nobody
    /// wants them.</summary>
    public bool Match(ReadOnlySpan<byte> value, Span<int> slots, int start = 0)
    {
        _steps = FreeSteps + (StepsPerPlace * (long)program.Code.Length * (value.Length + 1L));
        for (; start <= value.Length; start++)
        {
            if (program.FirstBytes is { } first)
            {
                var skipped = value[start..].IndexOfAny(first);
                if (skipped < 0)
                    return false;

                start += skipped;
            }

            if (!TryAt(value, start, out var end))
                continue;

            if (slots.IsEmpty)
                return true;

            // Where it gave up, groups may be half open.
            if (GaveUp)
                _slots.AsSpan().Fill(-1);

            _slots.AsSpan(0, slots.Length).CopyTo(slots);
            slots[0] = start;
            slots[1] = GaveUp ? start : end;
            return true;
        }

        return false;
    }

    private bool TryAt(ReadOnlySpan<byte> value, int position, out int end)
    {
        _slots.AsSpan().Fill(-1);
        _height = 0;
        var place = program.Start;
        while (true)
        {
            end = position;
            if (--_steps < 0)
                return true;

            ref readonly var instruction = ref program.Code[place];
            if (instruction.Code == OpCode.Match)
                return true;

            place = Step(in instruction, value, ref position);
            if (place < 0 && !Backtrack(ref place, ref position))
                return false;
        }
    }

    /// <summary>Does one instruction; the answer is the next place, or less than 0 when this branch has failed.</summary>
    private int Step(in Instruction instruction, ReadOnlySpan<byte> value, ref int position)
    {
        switch (instruction.Code)
        {
            case OpCode.Consume:
                return position < value.Length && program.Sets[instruction.Argument].Contains(value[position++]) ? instruction.Next : -1;
            case OpCode.Split:
                Push(new Entry(EntryKind.Alternative, instruction.Other, position, 0));
                return instruction.Next;
            case OpCode.Choose or OpCode.ChooseLast:
                return Choose(in instruction, value, position);
            case OpCode.Save:
                Push(new Entry(EntryKind.Slot, instruction.Argument, _slots[instruction.Argument], 0));
                _slots[instruction.Argument] = position;
                return instruction.Next;
            case OpCode.Assert:
                return Positions.Holds((AssertionKind)instruction.Argument, value, position) ? instruction.Next : -1;
            case OpCode.AssertNotNext:
                return position == value.Length || !program.Sets[instruction.Argument].Contains(value[position]) ? instruction.Next : -1;
            case OpCode.ConsumeRun:
                return Run(instruction, value, ref position);
            case OpCode.BackReference or OpCode.BackReferenceIgnoringCase:
                return Reference(instruction, value, ref position);
            case OpCode.StepBack:
                position -= instruction.Argument;
                return position >= 0 ? instruction.Next : -1;
            case OpCode.Mark:
                SetMark(instruction.Argument, position);
                return instruction.Next;
            case OpCode.MarkNegative:
                SetMark(instruction.Argument, position);
                Push(new Entry(EntryKind.Alternative, instruction.Other, position, 0));
                return instruction.Next;
            case OpCode.Cut:
                Cut(_marks[instruction.Argument].Height);
                return instruction.Next;
            case OpCode.CutAndReturn:
                position = _marks[instruction.Argument].Position;
                Cut(_marks[instruction.Argument].Height);
                return instruction.Next;
            default:
                Unwind(_marks[instruction.Argument].Height);
                return -1;
        }
    }

    private int Choose(in Instruction instruction, ReadOnlySpan<byte> value, int position)
    {
        if (position == value.Length || !program.Sets[instruction.Argument].Contains(value[position]))
            return instruction.Other;

        var (first, second) = instruction.Code == OpCode.Choose ? (instruction.Next, instruction.Other) : (instruction.Other, instruction.Next);
        Push(new Entry(EntryKind.Alternative, second, position, 0));
        return first;
    }

    private int Run(Instruction instruction, ReadOnlySpan<byte> value, ref int position)
    {
        var end = position;
        while (end < value.Length && program.Sets[instruction.Argument].Contains(value[end]))
            end++;

        var length = end - position;
        _steps -= length / 4;
        position = end;
        return length > 0 ? instruction.Next : instruction.Other;
    }

    private int Reference(Instruction instruction, ReadOnlySpan<byte> value, ref int position)
    {
        var (start, end) = (_slots[2 * instruction.Argument], _slots[(2 * instruction.Argument) + 1]);
        if (start < 0 || end < start)
            return -1;

        var length = end - start;
        if (length == 0)
            return instruction.Other;

        if (length > value.Length - position)
            return -1;

        // Comparing is work too.
        _steps -= length / 16;
        var kept = value.Slice(start, length);
        var here = value.Slice(position, length);
        var isSame = instruction.Code == OpCode.BackReference ? kept.SequenceEqual(here) : EqualsIgnoringCase(kept, here);
        position += length;
        return isSame ? instruction.Next : -1;
    }

    /// <summary>Bytes that are no ASCII are equal to themselves only, which <see cref="System.Text.Ascii"/> sees otherwise.</summary>
    private static bool EqualsIgnoringCase(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i] && !(char.IsAsciiLetter((char)a[i]) && (a[i] ^ 0x20) == b[i]))
                return false;
        }

        return true;
    }

    private void SetMark(int register, int position)
    {
        var (height, old) = _marks[register];
        Push(new Entry(EntryKind.Mark, register, height, old));
        _marks[register] = (_height, position);
    }

    private void Push(Entry entry)
    {
        if (_height == _stack.Length)
            Array.Resize(ref _stack, 2 * _height);

        _stack[_height++] = entry;
    }

    /// <summary>Takes the last open alternative, undoing what was done since.</summary>
    private bool Backtrack(ref int place, ref int position)
    {
        while (_height > 0)
        {
            var entry = _stack[--_height];
            if (entry.Kind == EntryKind.Alternative)
            {
                (place, position) = (entry.Target, entry.Value);
                return true;
            }

            Undo(entry);
        }

        return false;
    }

    private void Unwind(int height)
    {
        while (_height > height)
        {
            var entry = _stack[--_height];
            if (entry.Kind != EntryKind.Alternative)
                Undo(entry);
        }
    }

    private void Undo(Entry entry)
    {
        if (entry.Kind == EntryKind.Slot)
            _slots[entry.Target] = entry.Value;
        else
            _marks[entry.Target] = (entry.Value, entry.Second);
    }

    /// <summary>Drops alternatives above a height, keeping what has to be undone when going back below it.</summary>
    private void Cut(int height)
    {
        var kept = height;
        _steps -= (_height - height) / 4;
        for (var i = height; i < _height; i++)
        {
            if (_stack[i].Kind != EntryKind.Alternative)
                _stack[kept++] = _stack[i];
        }

        _height = kept;
    }

    private enum EntryKind
    {
        Alternative,
        Slot,
        Mark,
    }

    /// <summary>An alternative (place, position), or an old value to put back (slot, position; register, height, position).</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(EntryKind Kind, int Target, int Value, int Second);
}
