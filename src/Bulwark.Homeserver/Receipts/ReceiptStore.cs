using System.Text.Json;
using Bulwark.Homeserver.AccountData;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Rooms;
using Bulwark.Homeserver.Streams;

namespace Bulwark.Homeserver.Receipts;

/// <summary>How far users have read.</summary>
internal sealed class ReceiptStore(HomeserverDatabase database, EventLog eventLog)
{
    /// <summary>Receipts of a room that changed after a position, up to another one, oldest first.</summary>
    public ValueTask<IReadOnlyList<Receipt>> ChangedAsync(string roomId, long after, long upTo, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.Query(
            "SELECT user_id, type, thread_id, event_id, ts FROM receipts WHERE room_id = $1 AND position > $2 AND position <= $3 ORDER BY position",
            row => new Receipt(roomId, row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4)),
            roomId, after, upTo),
        cancellationToken);

    /// <summary>Sets a receipt; one that would go backwards changes nothing.</summary>
    public Task SetAsync(Receipt receipt, Room room, RoomEvent read) => eventLog.WriteAsync(
        transaction => Set(transaction, receipt, read),
        (position, batch) => Publish(position, receipt, room, read, batch));

    /// <summary>Sets the fully-read marker of a room, which is the user's account data.</summary>
    public Task SetFullyReadAsync(string userId, string roomId, RoomEvent read)
    {
        var item = new AccountDataItem(userId, roomId, "m.fully_read", JsonSerializer.SerializeToUtf8Bytes(
            new FullyRead(read.EventId), HomeserverJson.Default.FullyRead));
        return eventLog.WriteAsync(
            transaction => AccountDataStore.Set(transaction, item), (position, batch) => AccountDataStore.Publish(position, item, batch));
    }

    private static long Set(LogTransaction transaction, Receipt receipt, RoomEvent read)
    {
        var position = transaction.NextPosition();
        var changed = transaction.Execute(
            """
            INSERT INTO receipts (room_id, user_id, type, thread_id, event_id, event_position, ts, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (room_id, user_id, type, thread_id) DO UPDATE
            SET event_id = excluded.event_id, event_position = excluded.event_position, ts = excluded.ts, position = excluded.position
            WHERE excluded.event_position > event_position
            """,
            receipt.RoomId, receipt.UserId, receipt.Type, receipt.ThreadId, receipt.EventId, read.Position, receipt.Timestamp, position);
        return changed > 0 ? position : 0;
    }

    private static void Publish(long position, Receipt receipt, Room room, RoomEvent read, StreamBatch batch)
    {
        if (position == 0)
            return;

        if (receipt.IsOfRoom)
            room.MarkRead(receipt.UserId, read.Position);

        var entry = new StreamEntry(position, receipt.RoomId) { Receipt = receipt };
        if (string.Equals(receipt.Type, Receipt.ReadPrivate, StringComparison.Ordinal))
            batch.AddUser(entry, receipt.UserId);
        else
            batch.AddRoom(entry, room);
    }
}
