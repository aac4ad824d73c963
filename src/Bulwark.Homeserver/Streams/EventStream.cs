namespace Bulwark.Homeserver.Streams;

/// <summary>
/// The recent past in memory: a window of positions with what happened at each. A <c>/sync</c> whose <c>since</c> lies inside the window
/// learns from it alone what has changed.
/// </summary>
internal sealed class EventStream(Waiters waiters)
{
    private const int MaxEntries = 16_384;
    private const long MaxBytes = 32 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<StreamEntry> _entries = new();
    private long _bytes;
    private long _floor;
    private long _position;

    /// <summary>The last position that may be shown. Everything up to it is on disk and in memory.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Begins at what is on disk.</summary>
    public void Start(long position)
    {
        _floor = position;
        Volatile.Write(ref _position, position);
    }

    /// <summary>Shows a committed batch and wakes whom it concerns. Only the event log's thread calls it.</summary>
    public void Publish(StreamBatch batch, long position)
    {
        lock (_gate)
        {
            foreach (var entry in batch.Entries)
                Add(entry);
        }

        Volatile.Write(ref _position, position);
        waiters.Wake(batch);
    }

    /// <summary>Empties the window up to a position that could not be shown whole: whoever asks from before it reads the disk.</summary>
    public void Forget(long position)
    {
        lock (_gate)
        {
            _entries.Clear();
            _bytes = 0;
            _floor = position;
        }
    }

    /// <summary>What happened after <paramref name="since"/>, up to and with <paramref name="upTo"/>, oldest first; null when that goes back behind the window.</summary>
    public IReadOnlyList<StreamEntry>? Between(long since, long upTo)
    {
        lock (_gate)
        {
            if (since < _floor)
                return null;

            var found = new List<StreamEntry>();
            for (var node = _entries.Last; node is not null && node.Value.Position > since; node = node.Previous)
            {
                if (node.Value.Position <= upTo)
                    found.Add(node.Value);
            }

            found.Reverse();
            return found;
        }
    }

    private void Add(StreamEntry entry)
    {
        _entries.AddLast(entry);
        _bytes += entry.Size;
        while (_entries.Count > MaxEntries || _bytes > MaxBytes)
        {
            var oldest = _entries.First!.Value;
            _entries.RemoveFirst();
            _bytes -= oldest.Size;
            _floor = oldest.Position;
        }
    }
}
