namespace Bulwark.Homeserver.Filters;

/// <summary>What is wanted of rooms.</summary>
internal sealed record RoomFilter
{
    public IReadOnlyList<string>? Rooms { get; init => field = FilterList.Check(value); }

    public IReadOnlyList<string>? NotRooms { get; init => field = FilterList.Check(value); }

    /// <summary>True to see rooms that were left.</summary>
    public bool IncludeLeave { get; init; }

    public RoomEventFilter? Timeline { get; init; }

    public RoomEventFilter? State { get; init; }

    public RoomEventFilter? Ephemeral { get; init; }

    public RoomEventFilter? AccountData { get; init; }

    public bool MatchesRoom(string roomId) =>
        Rooms?.Contains(roomId, StringComparer.Ordinal) != false && NotRooms?.Contains(roomId, StringComparer.Ordinal) != true;
}
