using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Streams;

namespace Bulwark.Homeserver.Rooms;

/// <summary>
/// The one way to a room. In one process it is a table of rooms in memory; with several nodes the same calls append under the version that
/// they were decided on and decide again when the room has moved on. Callers know only this: a change is decided on the newest state,
/// possibly more than once, and is durable when the call returns.
/// </summary>
internal sealed class RoomTable(RoomLoader loader, RoomPorts ports)
{
    private const int MaxRooms = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _order = new();

    /// <summary>The room, for reading; null when there is none.</summary>
    public async ValueTask<Room?> FindAsync(string roomId)
    {
        var entry = Enter(roomId);
        try
        {
            if (await entry.Room is { } room)
                return entry.Loaded = room;
        }
        catch
        {
            Remove(entry);
            throw;
        }

        // What is not there is not kept: made-up room IDs would fill the memory.
        Remove(entry);
        return null;
    }

    /// <summary>Changes a room. When it returns without a refusal, the change is on disk.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="decide">Says what to do on the newest state, writes that are still queued included. It may be asked again.</param>
    /// <exception cref="StorageFullException">There is no space; nothing was changed.</exception>
    public async Task<RoomOutcome> ChangeAsync(string roomId, Func<RoomState, RoomChange> decide)
    {
        while (true)
        {
            if (await FindAsync(roomId) is not { } room)
                return new RoomOutcome(null, MatrixError.Forbidden("You are not in the room."));

            var turn = room.Take(decide);
            if (turn.HasMoved)
                continue;

            await turn.Durable;
            return turn.Outcome;
        }
    }

    /// <summary>Creates a room.</summary>
    public async Task<RoomOutcome> CreateAsync(string roomId, RoomChange change)
    {
        Add(new Entry(roomId, Task.FromResult<Room?>(new Room(roomId, RoomSnapshot.Empty, ports))));
        return await ChangeAsync(roomId, _ => change);
    }

    private Entry Enter(string roomId)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(roomId, out var node) && !node.Value.HasMoved)
            {
                _order.Remove(node);
                _order.AddFirst(node);
                return node.Value;
            }

            // Reading is done elsewhere: nobody else waits at the gate for the disk.
            return Add(new Entry(roomId, Task.Run(() => LoadAsync(roomId))));
        }
    }

    private async Task<Room?> LoadAsync(string roomId) =>
        await loader.LoadAsync(roomId) is { } snapshot ? new Room(roomId, snapshot, ports) : null;

    private Entry Add(Entry entry)
    {
        lock (_gate)
        {
            if (_entries.Remove(entry.RoomId, out var before))
                _order.Remove(before);

            _entries.Add(entry.RoomId, _order.AddFirst(entry));
            if (_entries.Count > MaxRooms)
                EvictColdest();

            return entry;
        }
    }

    private void EvictColdest()
    {
        for (var node = _order.Last; node is not null; node = node.Previous)
        {
            if (node.Value.TryRetire())
            {
                _entries.Remove(node.Value.RoomId);
                _order.Remove(node);
                return;
            }
        }
    }

    private void Remove(Entry entry)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(entry.RoomId, out var node) && ReferenceEquals(node.Value, entry))
            {
                _entries.Remove(entry.RoomId);
                _order.Remove(node);
            }
        }
    }

    private sealed record Entry(string RoomId, Task<Room?> Room)
    {
        /// <summary>The room once it has been read.</summary>
        public Room? Loaded { get; set; }

        public bool HasMoved => Loaded is { IsFaulted: true };

        // One that is still being read is in use.
        public bool TryRetire() => Loaded?.TryRetire() ?? false;
    }
}
