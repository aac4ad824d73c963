using System.Collections.Concurrent;

namespace Bulwark.Waf.Matching.Automata;

/// <summary>
/// The states that an automaton has learned, and for each byte class where they lead. Read without locks: a number in the table is written once,
/// after everything that it refers to; numbers that have become too many move to a larger array.
/// </summary>
/// <remarks>A full table learns nothing more. It then notes which states are still used, so that a new table can begin with those.</remarks>
internal sealed class StateTable
{
    /// <summary>What a state costs beside its row and its key: the entry in the index, object headers.</summary>
    private const int Overhead = 120;
    private const int FirstRows = 8;

    private readonly Lock _gate = new();
    private readonly AutomatonMemory _memory;
    private readonly int _limit;
    private readonly ConcurrentDictionary<int[], int> _index = new(concurrencyLevel: 1, capacity: 31, StateKeyComparer.Instance);
    private readonly ConcurrentDictionary<int[], int>.AlternateLookup<ReadOnlySpan<int>> _lookup;
    private int[] _entries;
    private int[][] _keys = new int[FirstRows][];
    private byte[] _used = [];
    private int _rows = 1;
    private int _fixed;
    private int _bytes;
    private volatile bool _isFull;
    private bool _isRenewed;

    public StateTable(int width, int limit, AutomatonMemory memory)
    {
        Width = width;
        _limit = limit;
        _memory = memory;
        _lookup = _index.GetAlternateLookup<ReadOnlySpan<int>>();
        _entries = new int[FirstRows * width];
        _keys[0] = [];
    }

    /// <summary>Numbers in a row: one for each byte class.</summary>
    public int Width { get; }

    /// <summary>Row by row, where each class leads: the place of a row; negative when patterns are found there; 0 when it is not known.</summary>
    public int[] Entries => Volatile.Read(ref _entries);

    /// <summary>The row of the state before the first byte.</summary>
    public int First => Width;

    /// <summary>Whether there was no memory for a state.</summary>
    public bool IsFull => _isFull;

    public int States => _rows - 1;

    public int Bytes => _bytes;

    /// <summary>What the state of a row stands for.</summary>
    public int[] KeyOf(int row) => Volatile.Read(ref _keys)[row / Width];

    /// <summary>The entry for a state; 0 when it is not there.</summary>
    public int Find(ReadOnlySpan<int> key) => _lookup.TryGetValue(key, out var entry) ? entry : 0;

    /// <summary>The entry for a state, which is added if it is not there and may be; else 0.</summary>
    public int FindOrAdd(ReadOnlySpan<int> key, ref MatchBudget budget)
    {
        var known = Find(key);
        if (known != 0)
            return known;

        var cost = Cost(key);
        if (_isFull || !budget.TryLearn(cost))
            return 0;

        lock (_gate)
            return Find(key) is var entry and not 0 ? entry : Add(key, cost - (Width * sizeof(int)));
    }

    /// <summary>Adds a state whatever it costs, if it is not there: for the few that must always be, the first of them first.</summary>
    /// <returns>Its row.</returns>
    public int AddFixed(ReadOnlySpan<int> key)
    {
        lock (_gate)
        {
            var row = Math.Abs(Find(key) is var entry and not 0 ? entry : Insert(key));
            _fixed = _rows;
            return row;
        }
    }

    /// <summary>Notes where a class leads from a row.</summary>
    public void Link(int row, int number, int entry)
    {
        lock (_gate)
            Volatile.Write(ref _entries[row + number], entry);
    }

    /// <summary>Notes the states that a value goes through, as far as they are known. Only for a full table.</summary>
    public void NoteUse(ReadOnlySpan<byte> value, byte[] classes)
    {
        var row = First;
        foreach (var one in value)
        {
            row = Math.Abs(Entries[row + classes[one]]);
            if (row == 0)
                return;

            _used[row / Width] = 1;
        }
    }

    /// <summary>A new table with the states that have been used since this one was full; null when that would be most of them (then the count begins anew), or it has been done.</summary>
    public StateTable? TryRenew()
    {
        lock (_gate)
        {
            if (_isRenewed)
                return null;

            var used = _used.Count((byte)1);
            if (used > States * 3L / 4)
            {
                _used = new byte[_rows];
                return null;
            }

            return Replace();
        }
    }

    /// <summary>A new table with the fixed states alone, as it was in the beginning; null when there is a new one already. This one learns nothing more.</summary>
    public StateTable? TryForget()
    {
        lock (_gate)
        {
            if (_isRenewed)
                return null;

            _used = new byte[_rows];
            _isFull = true;
            return Replace();
        }
    }

    /// <summary>What the state takes; its row is paid for when the table grows, but counts towards the share of the request.</summary>
    private int Cost(ReadOnlySpan<int> key) => ((Width + key.Length) * sizeof(int)) + Overhead;

    private int Add(ReadOnlySpan<int> key, int bytes)
    {
        if (_isFull || (_rows == _keys.Length && !TryGrow()) || _bytes + bytes > _limit || !_memory.TryTake(bytes))
        {
            _used = new byte[_rows];
            _isFull = true;
            return 0;
        }

        _bytes += bytes;
        return Insert(key);
    }

    private StateTable Replace()
    {
        _isRenewed = true;
        _memory.GiveBack(_bytes);
        var table = new StateTable(Width, _limit, _memory);
        table.Take(this);
        return table;
    }

    /// <summary>Takes over the fixed states and those in use, and the links between them.</summary>
    private void Take(StateTable old)
    {
        _fixed = old._fixed;
        var rows = new int[old._rows];
        for (var i = 1; i < old._rows; i++)
        {
            var key = old._keys[i];
            if (i < old._fixed)
                rows[i] = Insert(key);
            else if (old._used[i] != 0 && !_isFull)
                rows[i] = Add(key, Cost(key) - (Width * sizeof(int)));
        }

        for (var i = 1; i < old._rows; i++)
        {
            if (rows[i] == 0)
                continue;

            var from = old._entries.AsSpan(i * Width, Width);
            var to = _entries.AsSpan(Math.Abs(rows[i]), Width);
            for (var number = 0; number < Width; number++)
                to[number] = rows[Math.Abs(from[number]) / Width];
        }
    }

    private int Insert(ReadOnlySpan<int> key)
    {
        var copy = key.ToArray();
        _keys[_rows] = copy;
        var row = _rows++ * Width;
        var entry = StateKey.Found(copy).IsEmpty ? row : -row;
        _index[copy] = entry;
        return entry;
    }

    private bool TryGrow()
    {
        var bytes = _rows * Width * sizeof(int);
        if (_bytes + bytes > _limit || !_memory.TryTake(bytes))
            return false;

        _bytes += bytes;
        var keys = _keys;
        Array.Resize(ref keys, 2 * _rows);
        Volatile.Write(ref _keys, keys);
        var entries = _entries;
        Array.Resize(ref entries, 2 * _rows * Width);
        Volatile.Write(ref _entries, entries);
        return true;
    }
}
