using System.Text.Json;
using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Filters;

/// <summary>Which events of rooms are wanted.</summary>
internal sealed record RoomEventFilter : EventFilter
{
    public IReadOnlyList<string>? Rooms { get; init => field = FilterList.Check(value); }

    public IReadOnlyList<string>? NotRooms { get; init => field = FilterList.Check(value); }

    /// <summary>True: only events with a URL; false: only those without.</summary>
    public bool? ContainsUrl { get; init; }

    /// <summary>Of the membership events, only those of users who are seen to do something.</summary>
    public bool LazyLoadMembers { get; init; }

    /// <summary>True when it lets something through and holds something back.</summary>
    public bool IsSelective =>
        Types is not null || NotTypes is not null || Senders is not null || NotSenders is not null
        || ContainsUrl is not null || Rooms is not null || NotRooms is not null;

    public bool MatchesRoom(string roomId) =>
        Rooms?.Contains(roomId, StringComparer.Ordinal) != false && NotRooms?.Contains(roomId, StringComparer.Ordinal) != true;

    public bool Matches(RoomEvent roomEvent) =>
        Matches(roomEvent.Type, roomEvent.Sender) && MatchesRoom(roomEvent.RoomId) && (ContainsUrl is not { } wanted || HasUrl(roomEvent) == wanted);

    private static bool HasUrl(RoomEvent roomEvent) =>
        roomEvent.Content.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String;
}
