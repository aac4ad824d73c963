using System.Collections.Immutable;
using System.Text.Json;
using Bulwark.Homeserver.Events;
using Bulwark.Storage;

namespace Bulwark.Homeserver.Rooms;

/// <summary>Reads a room from the database. Everything in it is derived from history tables.</summary>
internal sealed class RoomLoader(HomeserverDatabase database)
{
    /// <summary>The room; null when there is none.</summary>
    public async Task<RoomSnapshot?> LoadAsync(string roomId) =>
        await database.ReadAsync(connection => Load(connection, roomId), CancellationToken.None);

    private static RoomSnapshot? Load(PreparedConnection connection, string roomId)
    {
        if (connection.Scalar("SELECT version FROM rooms WHERE room_id = $1", roomId) is null)
            return null;

        RoomEvent[] recent = [.. EventRows.Backwards(connection, roomId, long.MaxValue, after: 0, RecentTimeline.MaxEvents).Reverse()];
        return new RoomSnapshot
        {
            State = LoadState(connection, roomId, recent[^1]),
            Memberships = LoadMemberships(connection, roomId),
            Visibility = EventRows.VisibilityChanges(connection, roomId)
                .Aggregate(VisibilityHistory.None, (history, roomEvent) => history.With(roomEvent)),
            Recent = recent,
            IsWhole = recent.Length < RecentTimeline.MaxEvents,
            ReadPositions = connection.Query(
                "SELECT user_id, max(event_position) FROM receipts WHERE room_id = $1 AND type <> 'm.fully_read' AND thread_id IN ('', 'main') GROUP BY user_id",
                row => (row.GetString(0), row.GetInt64(1)), roomId),
        };
    }

    private static RoomState LoadState(PreparedConnection connection, string roomId, RoomEvent last)
    {
        using var document = JsonDocument.Parse(last.Body.Text.Pdu);
        var state = EventRows.StateAt(connection, roomId, long.MaxValue).Aggregate(RoomState.Empty, (state, roomEvent) => state.WithState(roomEvent));
        return state with { LastEventId = last.EventId, Depth = document.RootElement.GetProperty("depth").GetInt64() };
    }

    private static ImmutableDictionary<string, MembershipHistory> LoadMemberships(PreparedConnection connection, string roomId)
    {
        var histories = ImmutableDictionary.CreateBuilder<string, MembershipHistory>(StringComparer.Ordinal);
        var changes = connection.Query(
            "SELECT user_id, position, membership FROM memberships WHERE room_id = $1 ORDER BY position",
            row => (UserId: row.GetString(0), Change: new MembershipChange(row.GetInt64(1), row.GetString(2))),
            roomId);
        foreach (var (userId, change) in changes)
            histories[userId] = histories.GetValueOrDefault(userId, MembershipHistory.None).With(change);

        return histories.ToImmutable();
    }
}
