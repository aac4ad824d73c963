using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>The newest committed events of a room, in memory, oldest first. Bounded in number and bytes.</summary>
internal sealed class RecentTimeline
{
    /// <summary>How many events it holds at most.</summary>
    public const int MaxEvents = 256;

    private const int MaxBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<(RoomEvent Event, int Size)> _events = new();
    private int _bytes;

    /// <summary>Everything after this position is in here.</summary>
    public long Floor { get; private set; }

    /// <summary>Begins with what the database has: the newest events, oldest first.</summary>
    /// <param name="events">At most <see cref="MaxEvents"/>.</param>
    /// <param name="isWhole">True when there are no older ones.</param>
    public void Load(IReadOnlyList<RoomEvent> events, bool isWhole)
    {
        Floor = isWhole || events.Count == 0 ? 0 : events[0].Position - 1;
        foreach (var roomEvent in events)
            Add(roomEvent);
    }

    /// <summary>Adds the newest event.</summary>
    public void Add(RoomEvent roomEvent)
    {
        lock (_gate)
        {
            // The size is kept beside it, because a redaction shrinks the event later.
            _events.AddLast((roomEvent, roomEvent.Body.Text.Pdu.Length));
            _bytes += roomEvent.Body.Text.Pdu.Length;
            while (_events.Count > MaxEvents || (_bytes > MaxBytes && _events.Count > 1))
                DropOldest();
        }
    }

    /// <summary>
    /// The events at or before a position and after another one, newest first, as far as they are in here; with the floor that was in force.
    /// </summary>
    public (List<RoomEvent> Events, long Floor) Backwards(long from, long after)
    {
        lock (_gate)
        {
            var found = new List<RoomEvent>();
            for (var node = _events.Last; node is not null && node.Value.Event.Position > after; node = node.Previous)
            {
                if (node.Value.Event.Position <= from)
                    found.Add(node.Value.Event);
            }

            return (found, Floor);
        }
    }

    /// <summary>An event by its ID; null when it is not in here.</summary>
    public RoomEvent? Find(string eventId)
    {
        lock (_gate)
            return _events.FirstOrDefault(entry => string.Equals(entry.Event.EventId, eventId, StringComparison.Ordinal)).Event;
    }

    private void DropOldest()
    {
        var (oldest, size) = _events.First!.Value;
        _events.RemoveFirst();
        _bytes -= size;
        Floor = oldest.Position;
    }
}
