using Bulwark.Homeserver.Streams;

namespace Bulwark.Homeserver.AccountData;

/// <summary>What users' clients keep at the server.</summary>
internal sealed class AccountDataStore(HomeserverDatabase database, EventLog eventLog)
{
    /// <summary>Types beyond this number, of one user in one room or in none, are refused.</summary>
    public const int MaxTypes = 1_000;

    /// <summary>Bytes beyond this number, of one user in one room or in none, are refused: a first sync holds all of them in memory.</summary>
    public const int MaxTotalBytes = 1024 * 1024;

    /// <summary>The JSON of one item; null when there is none.</summary>
    public ValueTask<byte[]?> FindAsync(string userId, string roomId, string type, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (byte[]?)connection.Scalar(
            "SELECT json FROM account_data WHERE user_id = $1 AND room_id = $2 AND type = $3", userId, roomId, type),
        cancellationToken);

    /// <summary>A user's items that changed after a position, up to another one.</summary>
    public ValueTask<IReadOnlyList<AccountDataItem>> ChangedAsync(string userId, long after, long upTo, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.Query(
            "SELECT room_id, type, json FROM account_data WHERE user_id = $1 AND position > $2 AND position <= $3 ORDER BY position",
            row => new AccountDataItem(userId, row.GetString(0), row.GetString(1), (byte[])row[2]),
            userId, after, upTo),
        cancellationToken);

    /// <summary>Sets an item; false when the user has too many.</summary>
    public async Task<bool> SetAsync(AccountDataItem item) =>
        await eventLog.WriteAsync(transaction => Set(transaction, item), (position, batch) => Publish(position, item, batch)) > 0;

    /// <summary>Sets an item within another write.</summary>
    /// <returns>Its position; 0 when the user has too many.</returns>
    public static long Set(LogTransaction transaction, AccountDataItem item)
    {
        var (types, bytes) = transaction.First(
            "SELECT count(*), ifnull(sum(length(json)), 0) FROM account_data WHERE user_id = $1 AND room_id = $2 AND type <> $3",
            row => (row.GetInt64(0), row.GetInt64(1)), item.UserId, item.RoomId, item.Type);
        if (types >= MaxTypes || bytes + item.Json.Length > MaxTotalBytes)
            return 0;

        var position = transaction.NextPosition();
        transaction.Execute(
            """
            INSERT INTO account_data (user_id, room_id, type, json, position) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (user_id, room_id, type) DO UPDATE SET json = excluded.json, position = excluded.position
            """,
            item.UserId, item.RoomId, item.Type, item.Json.ToArray(), position);
        return position;
    }

    /// <summary>Shows an item that was set to its user's clients.</summary>
    public static void Publish(long position, AccountDataItem item, StreamBatch batch)
    {
        if (position > 0)
            batch.AddUser(new StreamEntry(position, item.RoomId.Length > 0 ? item.RoomId : null) { AccountData = item }, item.UserId);
    }
}
