using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Streams;

namespace Bulwark.Homeserver.Rooms;

/// <summary>Events of one room on their way to disk, with everything that must be there together with them.</summary>
internal sealed class RoomWrite(Room room, IReadOnlyList<RoomEvent> events, string? alias, RoomsOfUsers roomsOfUsers) : LogWrite
{
    public IReadOnlyList<RoomEvent> Events { get; } = events;

    public override bool IsVoid => room.IsFaulted;

    public override void Apply(LogTransaction transaction)
    {
        if (string.Equals(Events[0].Type, EventTypes.Create, StringComparison.Ordinal))
            transaction.Execute("INSERT INTO rooms (room_id, version) VALUES ($1, $2)", room.RoomId, Room.Version);

        if (alias is not null)
            transaction.Execute("INSERT INTO aliases (alias, room_id) VALUES ($1, $2)", alias, room.RoomId);

        foreach (var roomEvent in Events)
            Apply(transaction, roomEvent);
    }

    public override void Publish(StreamBatch batch)
    {
        foreach (var roomEvent in Events)
        {
            room.Publish(roomEvent);
            batch.AddRoom(new StreamEntry(roomEvent.Position, room.RoomId), room);

            // Whoever is invited or removed is concerned too, and is not among the joined.
            if (roomEvent.Membership() is not null)
            {
                batch.Users.Add(roomEvent.StateKey!);
                roomsOfUsers.Add(roomEvent.StateKey!, room.RoomId);
            }
        }
    }

    public override void Fault() => room.Fault();

    private void Apply(LogTransaction transaction, RoomEvent roomEvent)
    {
        // A batch that failed runs again, and then the position is another one.
        roomEvent.Body.Position = transaction.NextPosition();
        transaction.Execute(
            """
            INSERT INTO events (position, event_id, room_id, type, state_key, sender, json, device_id, txn_id, replaces)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            roomEvent.Position, roomEvent.EventId, room.RoomId, roomEvent.Type, roomEvent.StateKey, roomEvent.Sender, roomEvent.Body.Text.Pdu.ToArray(),
            roomEvent.Transaction?.DeviceId, roomEvent.Transaction?.TransactionId, roomEvent.Replaces?.Body.Position);

        if (roomEvent.IsState)
            ApplyState(transaction, roomEvent);

        if (roomEvent.Redacts is { } target)
            ApplyRedaction(transaction, roomEvent, target);
    }

    private void ApplyState(LogTransaction transaction, RoomEvent roomEvent)
    {
        transaction.Execute(
            "INSERT INTO state_changes (room_id, type, state_key, position) VALUES ($1, $2, $3, $4)",
            room.RoomId, roomEvent.Type, roomEvent.StateKey, roomEvent.Position);

        if (roomEvent.Membership() is { } membership)
        {
            transaction.Execute(
                "INSERT INTO memberships (user_id, room_id, position, membership) VALUES ($1, $2, $3, $4)",
                roomEvent.StateKey, room.RoomId, roomEvent.Position, membership);
        }
    }

    // What was redacted is gone from disk with the same commit that says so.
    private void ApplyRedaction(LogTransaction transaction, RoomEvent roomEvent, string target)
    {
        var json = transaction.First(
            "SELECT json FROM events WHERE event_id = $1 AND room_id = $2 AND redacted_by IS NULL", row => (byte[])row[0], target, room.RoomId);
        if (json is null)
            return;

        transaction.Execute(
            "UPDATE events SET json = $1, redacted_by = $2 WHERE event_id = $3", Redaction.Apply(json), roomEvent.Position, target);
    }
}
