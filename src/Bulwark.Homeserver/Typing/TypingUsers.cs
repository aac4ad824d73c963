using System.Collections.Immutable;
using Bulwark.Homeserver.Rooms;
using Bulwark.Homeserver.Streams;

namespace Bulwark.Homeserver.Typing;

/// <summary>Who is typing where, until when. It is never stored; its version is the volatile part of <c>next_batch</c>.</summary>
internal sealed class TypingUsers(Waiters waiters, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TypingRoom> _rooms = new(StringComparer.Ordinal);

    // Versions go on over a restart, so that a token from before it is never newer than what comes after.
    private long _version = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The version of the last change anywhere.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>A user types in a room, for as long as it says.</summary>
    public void Start(Room room, string userId, TimeSpan timeout)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room.RoomId, out var typing))
                _rooms.Add(room.RoomId, typing = new TypingRoom());

            typing.Set(userId, time.CreateTimer(_ => Stop(room, userId), null, timeout, Timeout.InfiniteTimeSpan));
            typing.Version = ++_version;
        }

        waiters.Wake(room);
    }

    /// <summary>A user types no more.</summary>
    public void Stop(Room room, string userId)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room.RoomId, out var typing) || !typing.Remove(userId))
                return;

            typing.Version = ++_version;
        }

        waiters.Wake(room);
    }

    /// <summary>The rooms in which something changed after a version.</summary>
    public ImmutableHashSet<string> ChangedSince(long version)
    {
        if (version >= Version)
            return [];

        lock (_gate)
            return [.. _rooms.Where(room => room.Value.Version > version).Select(room => room.Key)];
    }

    /// <summary>Who is typing in a room now.</summary>
    public IReadOnlyList<string> In(string roomId)
    {
        lock (_gate)
            return _rooms.TryGetValue(roomId, out var typing) ? typing.UserIds : [];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var room in _rooms.Values)
                room.Clear();
        }
    }
}
