using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Streams;

/// <summary>The waiting <c>/sync</c> requests by user.</summary>
internal sealed class Waiters
{
    /// <summary>More waiting requests than this of one user are refused.</summary>
    public const int MaxPerUser = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Waiter>> _byUser = new(StringComparer.Ordinal);

    /// <summary>Registers a waiter; null when the user has too many already.</summary>
    public Waiter? Register(string userId)
    {
        lock (_gate)
        {
            if (!_byUser.TryGetValue(userId, out var waiters))
                _byUser.Add(userId, waiters = []);

            if (waiters.Count >= MaxPerUser)
                return null;

            var waiter = new Waiter(userId, Remove);
            waiters.Add(waiter);
            return waiter;
        }
    }

    /// <summary>How many requests of a user wait.</summary>
    public int Count(string userId)
    {
        lock (_gate)
            return _byUser.TryGetValue(userId, out var waiters) ? waiters.Count : 0;
    }

    /// <summary>Wakes everyone whom a batch concerns.</summary>
    public void Wake(StreamBatch batch)
    {
        lock (_gate)
        {
            foreach (var userId in batch.Users)
                WakeUser(userId);

            foreach (var room in batch.Rooms)
                WakeMembers(room.Current);
        }
    }

    /// <summary>Wakes the joined members of a room, for what is volatile in it.</summary>
    public void Wake(Room room)
    {
        lock (_gate)
            WakeMembers(room.Current);
    }

    // The smaller crowd is gone through: the log's thread waits for this.
    private void WakeMembers(RoomState state)
    {
        var users = state.Members.Count < _byUser.Count ? state.UsersWith(Membership.Join) : _byUser.Keys.Where(state.IsJoined);
        foreach (var userId in users)
            WakeUser(userId);
    }

    private void WakeUser(string userId)
    {
        foreach (var waiter in _byUser.GetValueOrDefault(userId, []))
            waiter.Wake();
    }

    private void Remove(Waiter waiter)
    {
        lock (_gate)
        {
            var waiters = _byUser[waiter.UserId];
            waiters.Remove(waiter);
            if (waiters.Count == 0)
                _byUser.Remove(waiter.UserId);
        }
    }
}
