using Bulwark.Homeserver.Events;
using Bulwark.Storage;

namespace Bulwark.Homeserver.Rooms;

/// <summary>Reads the committed history of a room, from memory as far as it is there, from the database beyond.</summary>
internal sealed class RoomHistory(HomeserverDatabase database)
{
    private const int PageSize = 100;

    /// <summary>So many unwanted events are passed over in one request; the answer then says where to go on.</summary>
    private const int MaxScan = 5_000;

    /// <summary>Up to so many keys of a state are read one by one; of more, the whole state is.</summary>
    private const int MaxSingleKeys = 32;

    /// <summary>The newest wanted events at or before a position, newest first.</summary>
    /// <param name="room">The room.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="after">Events at or before this position are not looked at.</param>
    /// <param name="limit">How many to find.</param>
    /// <param name="isWanted">Which count.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<HistoryPage> BackwardsAsync(
        Room room, long from, long after, int limit, Func<RoomEvent, bool> isWanted, CancellationToken cancellationToken)
    {
        var scan = new HistoryScan(limit, isWanted, backwards: true);
        var (recent, floor) = room.Recent.Backwards(from, after);
        scan.Take(recent);
        from = Math.Min(from, floor);
        while (!scan.IsFull && from > after && scan.Seen < MaxScan)
        {
            var start = from;
            var page = await database.ReadAsync(connection => EventRows.Backwards(connection, room.RoomId, start, after, PageSize), cancellationToken);
            scan.Take(page);
            from = page.Count < PageSize ? after : page[^1].Position - 1;
        }

        return scan.ToPage(isAtEnd: !scan.IsFull && from <= after, edge: from);
    }

    /// <summary>The oldest wanted events after a position, oldest first.</summary>
    public async ValueTask<HistoryPage> ForwardsAsync(
        Room room, long after, long upTo, int limit, Func<RoomEvent, bool> isWanted, CancellationToken cancellationToken)
    {
        var scan = new HistoryScan(limit, isWanted, backwards: false);
        while (!scan.IsFull && after < upTo && scan.Seen < MaxScan)
        {
            var start = after;
            var page = await database.ReadAsync(connection => EventRows.Forwards(connection, room.RoomId, start, upTo, PageSize), cancellationToken);
            scan.Take(page);
            after = page.Count < PageSize ? upTo : page[^1].Position;
        }

        return scan.ToPage(isAtEnd: !scan.IsFull && after >= upTo, edge: after);
    }

    /// <summary>An event of a room; null when there is none.</summary>
    public async ValueTask<RoomEvent?> FindAsync(Room room, string eventId, CancellationToken cancellationToken) =>
        room.Recent.Find(eventId)
        ?? await database.ReadAsync(connection => EventRows.Find(connection, room.RoomId, eventId), cancellationToken);

    /// <summary>The event that a transaction made; null when there is none.</summary>
    public ValueTask<RoomEvent?> FindAsync(TransactionKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => EventRows.Find(connection, key), cancellationToken);

    /// <summary>The state of a room after the event at a position.</summary>
    public async ValueTask<IReadOnlyCollection<RoomEvent>> StateAtAsync(Room room, long position, CancellationToken cancellationToken)
    {
        var current = room.Current;
        RoomEvent[] newer = [.. current.Events.Where(roomEvent => roomEvent.Position > position).Take(MaxSingleKeys + 1)];
        if (newer.Length > MaxSingleKeys)
            return await database.ReadAsync(connection => EventRows.StateAt(connection, room.RoomId, position), cancellationToken);

        // What has not changed since is in memory; only what the newer ones replaced has to be read.
        IEnumerable<RoomEvent> earlier = newer.Length == 0
            ? []
            : await database.ReadAsync(connection => StateAt(connection, room.RoomId, position, newer), cancellationToken);
        return [.. current.Events.Where(roomEvent => roomEvent.Position <= position), .. earlier];
    }

    private static List<RoomEvent> StateAt(PreparedConnection connection, string roomId, long position, RoomEvent[] keys) =>
    [
        .. keys.Select(key => EventRows.StateAt(connection, roomId, position, new StateKey(key.Type, key.StateKey!))).OfType<RoomEvent>(),
    ];

    /// <summary>One key of a room's state after the event at a position; null when it was not set.</summary>
    public async ValueTask<RoomEvent?> StateAtAsync(Room room, long position, StateKey key, CancellationToken cancellationToken)
    {
        var current = room.Current;
        return current.StatePosition <= position
            ? current.Find(key.Type, key.Key)
            : await database.ReadAsync(connection => EventRows.StateAt(connection, room.RoomId, position, key), cancellationToken);
    }

    /// <summary>For each key of the state that changed after a position, its last change up to another one.</summary>
    public async ValueTask<IReadOnlyCollection<RoomEvent>> StateChangesAsync(Room room, long after, long upTo, CancellationToken cancellationToken)
    {
        if (upTo <= after || room.Current.StatePosition <= after)
            return [];

        return await database.ReadAsync(connection => EventRows.StateChanges(connection, room.RoomId, after, upTo), cancellationToken);
    }
}
