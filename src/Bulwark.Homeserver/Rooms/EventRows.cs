using System.Text.Json;
using Bulwark.Homeserver.Events;
using Bulwark.Storage;
using Microsoft.Data.Sqlite;

namespace Bulwark.Homeserver.Rooms;

/// <summary>Reads events from the database, with the state that they replaced and the redaction that emptied them.</summary>
internal static class EventRows
{
    private const string Select =
        """
        SELECT e.position, e.event_id, e.room_id, e.type, e.state_key, e.sender, e.json, e.device_id, e.txn_id,
               p.event_id, p.sender, p.json, r.position, r.event_id, r.sender, r.json
        FROM events e
        LEFT JOIN events p ON p.position = e.replaces
        LEFT JOIN events r ON r.position = e.redacted_by

        """;

    /// <summary>The newest events at or before a position and after another one, newest first.</summary>
    public static IReadOnlyList<RoomEvent> Backwards(PreparedConnection connection, string roomId, long from, long after, int limit) => connection.Query(
        Select + "WHERE e.room_id = $1 AND e.position <= $2 AND e.position > $3 ORDER BY e.position DESC LIMIT $4", Read, roomId, from, after, limit);

    /// <summary>The oldest events after a position, up to another one, oldest first.</summary>
    public static IReadOnlyList<RoomEvent> Forwards(PreparedConnection connection, string roomId, long after, long upTo, int limit) => connection.Query(
        Select + "WHERE e.room_id = $1 AND e.position > $2 AND e.position <= $3 ORDER BY e.position LIMIT $4", Read, roomId, after, upTo, limit);

    /// <summary>An event of a room by its ID.</summary>
    public static RoomEvent? Find(PreparedConnection connection, string roomId, string eventId) =>
        connection.First(Select + "WHERE e.room_id = $1 AND e.event_id = $2", Read, roomId, eventId);

    /// <summary>The event that a transaction made.</summary>
    public static RoomEvent? Find(PreparedConnection connection, TransactionKey key) => connection.First(
        Select + "WHERE e.sender = $1 AND e.device_id = $2 AND e.room_id = $3 AND e.type = $4 AND e.txn_id = $5 AND e.txn_id IS NOT NULL",
        Read, key.UserId, key.DeviceId, key.RoomId, key.EventType, key.TransactionId);

    /// <summary>The state of a room at a position: for each key the last change at or before it.</summary>
    public static IReadOnlyList<RoomEvent> StateAt(PreparedConnection connection, string roomId, long position) =>
        StateChanges(connection, roomId, after: 0, position);

    /// <summary>One key of a room's state at a position.</summary>
    public static RoomEvent? StateAt(PreparedConnection connection, string roomId, long position, StateKey key) => connection.First(
        Select +
        """
        WHERE e.position = (
            SELECT max(position) FROM state_changes WHERE room_id = $1 AND type = $2 AND state_key = $3 AND position <= $4)
        """, Read, roomId, key.Type, key.Key, position);

    /// <summary>For each key of the state that changed after a position, the last change up to another one.</summary>
    public static IReadOnlyList<RoomEvent> StateChanges(PreparedConnection connection, string roomId, long after, long upTo) => connection.Query(
        Select +
        """
        JOIN (SELECT max(position) AS last FROM state_changes WHERE room_id = $1 AND position > $2 AND position <= $3 GROUP BY type, state_key) s
          ON s.last = e.position
        ORDER BY e.position
        """, Read, roomId, after, upTo);

    /// <summary>Every change of the history visibility.</summary>
    public static IReadOnlyList<RoomEvent> VisibilityChanges(PreparedConnection connection, string roomId) => connection.Query(
        Select + "JOIN state_changes s ON s.position = e.position WHERE s.room_id = $1 AND s.type = $2 AND s.state_key = '' ORDER BY e.position",
        Read, roomId, EventTypes.HistoryVisibility);

    private static RoomEvent Read(SqliteDataReader row)
    {
        var roomId = row.GetString(2);
        var body = new EventBody((byte[])row[6], ReadRedaction(row, roomId)) { Position = row.GetInt64(0) };
        var type = row.GetString(3);
        var sender = row.GetString(5);
        return new RoomEvent
        {
            EventId = row.GetString(1),
            RoomId = roomId,
            Type = type,
            StateKey = Text(row, 4),
            Sender = sender,
            OriginServerTs = body.Text.OriginServerTs(),
            Body = body,
            Replaces = row.IsDBNull(9) ? null : new ReplacedState(row.GetString(9), row.GetString(10), new EventBody((byte[])row[11], null)),
            Transaction = row.IsDBNull(8) ? null : new TransactionKey(sender, row.GetString(7), roomId, type, row.GetString(8)),
            Redacts = ReadRedacts(type, body),
        };
    }

    private static RoomEvent? ReadRedaction(SqliteDataReader row, string roomId)
    {
        if (row.IsDBNull(12))
            return null;

        var body = new EventBody((byte[])row[15], null) { Position = row.GetInt64(12) };
        return new RoomEvent
        {
            EventId = row.GetString(13),
            RoomId = roomId,
            Type = EventTypes.Redaction,
            Sender = row.GetString(14),
            OriginServerTs = body.Text.OriginServerTs(),
            Body = body,
            Redacts = ReadRedacts(EventTypes.Redaction, body),
        };
    }

    private static string? ReadRedacts(string type, EventBody body) =>
        string.Equals(type, EventTypes.Redaction, StringComparison.Ordinal)
        && body.Text.ParseContent().TryGetProperty("redacts", out var redacts) && redacts.ValueKind == JsonValueKind.String
            ? redacts.GetString()
            : null;

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
