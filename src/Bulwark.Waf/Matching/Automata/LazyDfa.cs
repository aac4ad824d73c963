namespace Bulwark.Waf.Matching.Automata;

/// <summary>
/// A deterministic automaton that tells which of several patterns match anywhere in a value, and learns its states as values need them.
/// What it has not learned, and may not, it works out byte by byte: slower, with the same answer.
/// </summary>
/// <remarks>
/// After RE2 (Russ Cox, "Regular Expression Matching in the Wild"). Used by all threads at once. When its memory is full, it keeps what it has; later
/// it forgets what nobody has used since, so that a flood of odd values neither pushes out what others use nor keeps its place for ever.
/// </remarks>
internal sealed class LazyDfa
{
    /// <summary>Of the values that come while the table is full, every so many is looked at.</summary>
    private const int NoteEvery = 4;

    /// <summary>After so many values a full table is renewed.</summary>
    private const int RenewAfter = 8192;

    private readonly Successor _successor;
    private readonly byte[] _classes;
    private readonly int _end;
    private readonly Idling? _idling;
    private StateTable _table;
    private int _runsWhenFull;

    public LazyDfa(SetProgram program, AutomatonMemory memory, int limit, bool skipsIdle = false)
    {
        _successor = new Successor(program);
        _classes = _successor.Alphabet.Classes;
        _end = _successor.Alphabet.End;
        _table = new StateTable(_successor.Alphabet.Count, limit, memory);
        var scratch = Scratch.OfThread;
        _successor.First(scratch);
        _ = _table.AddFixed(Span(scratch.Key));
        if (skipsIdle)
            _idling = Idling.Prepare(_successor, _table);
    }

    public int States => Table.States;

    public int Bytes => Table.Bytes;

    private StateTable Table => Volatile.Read(ref _table);

    /// <summary>Whether any pattern matches.</summary>
    public bool IsMatch(ReadOnlySpan<byte> value, ref MatchBudget budget) => Run(value, [], ref budget);

    /// <summary>Sets the bits of the patterns that match.</summary>
    public void Match(ReadOnlySpan<byte> value, Span<ulong> matched, ref MatchBudget budget) => Run(value, matched, ref budget);

    /// <summary>Forgets what values have taught it.</summary>
    public void Forget()
    {
        if (Table.TryForget() is { } table)
            Volatile.Write(ref _table, table);
    }

    private bool Run(ReadOnlySpan<byte> value, Span<ulong> matched, ref MatchBudget budget)
    {
        foreach (var pattern in _successor.AlwaysFound)
        {
            if (matched.IsEmpty)
                return true;

            matched[pattern >> 6] |= 1UL << (pattern & 63);
        }

        var table = Table;
        if (table.IsFull)
            Renew(table, value);

        var entries = table.Entries;
        var classes = _classes;
        var row = table.First;
        var (firstIdle, lastIdle) = _idling is null ? (0, -1) : (_idling.First, _idling.Last);
        for (var i = 0; ; i++)
        {
            var entry = 0;
            for (; i < value.Length; i++)
            {
                if (row <= lastIdle && row >= firstIdle)
                {
                    i = SkipIdle(value, i, ref row);
                    if (i == value.Length)
                        break;
                }

                entry = entries[row + classes[value[i]]];
                if (entry <= 0)
                    break;

                row = entry;
            }

            var number = i < value.Length ? classes[value[i]] : _end;
            entry = Volatile.Read(ref entries[row + number]);
            if (entry == 0)
            {
                entry = Learn(table, row, number, ref budget);
                if (entry == 0 && WorkOut(table, value, ref i, number, matched, out entry))
                    return true;

                entries = table.Entries;
            }

            if (entry < 0)
            {
                entry = -entry;
                if (Note(StateKey.Found(table.KeyOf(entry)), matched))
                    return true;
            }

            // Behind the end there is nothing to go on with.
            if (i >= value.Length)
                return false;

            row = entry;
        }
    }

    /// <summary>Goes to the next byte that wakes the automaton, or to the end.</summary>
    private int SkipIdle(ReadOnlySpan<byte> value, int position, ref int row)
    {
        var skipped = value[position..].IndexOfAny(_idling!.Waking);
        if (skipped == 0)
            return position;

        position = skipped < 0 ? value.Length : position + skipped;
        row = _idling.Rows[_classes[value[position - 1]]];
        return position;
    }

    /// <summary>Looks at some of the values that come while the table is full, and after enough of them makes a new table of what they used.</summary>
    private void Renew(StateTable table, ReadOnlySpan<byte> value)
    {
        var runs = Interlocked.Increment(ref _runsWhenFull);
        if (runs % NoteEvery == 0)
            table.NoteUse(value, _classes);

        if (runs % RenewAfter == 0 && table.TryRenew() is { } renewed)
            Volatile.Write(ref _table, renewed);
    }

    /// <summary>Finds where a class leads; 0 when that is a state that may not be added. Then <see cref="Scratch.Key"/> is that state.</summary>
    private int Learn(StateTable table, int row, int number, ref MatchBudget budget)
    {
        var scratch = Scratch.OfThread;
        _successor.Find(table.KeyOf(row), number, scratch);
        var entry = table.FindOrAdd(Span(scratch.Key), ref budget);
        if (entry != 0)
            table.Link(row, number, entry);

        return entry;
    }

    /// <summary>
    /// Goes on from the state in <see cref="Scratch.Key"/>, which the byte at <paramref name="i"/> led to, until a known state is reached or the
    /// value is done. The answer is true when somebody only wants to know whether there is a match, and there is.
    /// </summary>
    private bool WorkOut(StateTable table, ReadOnlySpan<byte> value, ref int i, int number, Span<ulong> matched, out int entry)
    {
        var scratch = Scratch.OfThread;
        while (true)
        {
            entry = 0;
            if (Note(StateKey.Found(Span(scratch.Key)), matched))
                return true;

            if (number == _end)
                return false;

            scratch.Current.Clear();
            scratch.Current.AddRange(Span(scratch.Key));
            i++;
            number = i < value.Length ? _classes[value[i]] : _end;
            _successor.Find(Span(scratch.Current), number, scratch);
            entry = table.Find(Span(scratch.Key));
            if (entry != 0)
                return false;
        }
    }

    /// <summary>Notes what has been found; true when that ends the search.</summary>
    private static bool Note(ReadOnlySpan<int> found, Span<ulong> matched)
    {
        if (matched.IsEmpty)
            return !found.IsEmpty;

        foreach (var pattern in found)
            matched[pattern >> 6] |= 1UL << (pattern & 63);

        return false;
    }

    private static ReadOnlySpan<int> Span(List<int> list) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list);
}
