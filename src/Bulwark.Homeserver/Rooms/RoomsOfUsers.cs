using System.Collections.Immutable;

namespace Bulwark.Homeserver.Rooms;

/// <summary>The rooms that each user has, or ever had, something to do with.</summary>
internal sealed class RoomsOfUsers(HomeserverDatabase database)
{
    private const int MaxUsers = 100_000;

    private readonly Lock _gate = new();
    private readonly BoundedCache<string, ImmutableHashSet<string>> _rooms = new(MaxUsers, StringComparer.Ordinal);
    private long _changes;

    /// <summary>Their room IDs: everything that is published, and perhaps more.</summary>
    public async ValueTask<ImmutableHashSet<string>> FindAsync(string userId, CancellationToken cancellationToken)
    {
        long changes;
        lock (_gate)
        {
            if (_rooms.TryGet(userId, out var known))
                return known;

            changes = _changes;
        }

        var rooms = await database.ReadAsync(
            connection => connection.Query("SELECT DISTINCT room_id FROM memberships WHERE user_id = $1", row => row.GetString(0), userId), cancellationToken);
        return Keep(userId, [.. rooms], changes);
    }

    /// <summary>Takes in a committed change. Only the event log's thread calls it.</summary>
    public void Add(string userId, string roomId)
    {
        lock (_gate)
        {
            _changes++;
            if (_rooms.TryGet(userId, out var rooms))
                _rooms.Set(userId, rooms.Add(roomId));
        }
    }

    // What was read while something changed is good for this once: the change was committed either before the reading, or after it and
    // then is newer than what the caller asked about.
    private ImmutableHashSet<string> Keep(string userId, ImmutableHashSet<string> rooms, long changes)
    {
        lock (_gate)
        {
            if (changes == _changes)
                _rooms.Set(userId, rooms);

            return rooms;
        }
    }
}
