using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Streams;

/// <summary>What one commit changed: entries in the order of positions, and whom to wake, each once.</summary>
internal sealed class StreamBatch
{
    /// <summary>What <c>/sync</c> can show of it.</summary>
    public List<StreamEntry> Entries { get; } = [];

    /// <summary>Rooms whose joined members are concerned.</summary>
    public HashSet<Room> Rooms { get; } = [];

    /// <summary>Users who are concerned on their own account.</summary>
    public HashSet<string> Users { get; } = new(StringComparer.Ordinal);

    /// <summary>Something happened in a room that its members may see.</summary>
    public void AddRoom(StreamEntry entry, Room room)
    {
        Entries.Add(entry);
        Rooms.Add(room);
    }

    /// <summary>Something happened that one user may see.</summary>
    public void AddUser(StreamEntry entry, string userId)
    {
        Entries.Add(entry);
        Users.Add(userId);
    }
}
