using Bulwark.Homeserver.Streams;

namespace Bulwark.Homeserver.Login;

/// <summary>The rows of devices and tokens.</summary>
internal static class SessionRows
{
    private const long Current = 0;
    private const long Replaced = 1;
    private const long Spent = 2;

    /// <summary>Spent refresh tokens that are remembered per device, so that their return is noticed.</summary>
    private const int MaxSpent = 100;

    /// <summary>Puts a device in place of any earlier one of the same ID, whose tokens end, and keeps the number of devices in bounds.</summary>
    public static void CreateDevice(LogTransaction transaction, string userId, string deviceId, string? displayName, long now, int maxDevices)
    {
        DeleteTokens(transaction, userId, deviceId);
        transaction.Execute(
            """
            INSERT INTO devices (user_id, device_id, display_name, logged_in_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (user_id, device_id) DO UPDATE SET display_name = ifnull(excluded.display_name, display_name), logged_in_at = excluded.logged_in_at
            """,
            userId, deviceId, displayName, now);
        var tooMany = transaction.Query(
            "SELECT device_id FROM devices WHERE user_id = $1 AND device_id <> $2 ORDER BY logged_in_at DESC LIMIT -1 OFFSET $3",
            row => row.GetString(0), userId, deviceId, maxDevices - 1);
        foreach (var old in tooMany)
            DeleteDevice(transaction, userId, old);
    }

    /// <summary>Stores the hashes of a grant.</summary>
    public static void InsertTokens(LogTransaction transaction, string userId, string deviceId, TokenGrant grant, long now)
    {
        var refreshHash = grant.RefreshToken is { } refreshToken ? TokenHash.Of(refreshToken) : null;
        transaction.Execute(
            "INSERT INTO access_tokens (hash, user_id, device_id, expires_at, refresh_hash) VALUES ($1, $2, $3, $4, $5)",
            TokenHash.Of(grant.AccessToken), userId, deviceId, now + grant.LifetimeMs, refreshHash);
        if (refreshHash is not null)
        {
            transaction.Execute(
                "INSERT INTO refresh_tokens (hash, user_id, device_id, state, issued) VALUES ($1, $2, $3, $4, $5)",
                refreshHash, userId, deviceId, Current, transaction.NextPosition());
        }
    }

    public static void DeleteDevice(LogTransaction transaction, string userId, string deviceId)
    {
        DeleteTokens(transaction, userId, deviceId);
        transaction.Execute("DELETE FROM devices WHERE user_id = $1 AND device_id = $2", userId, deviceId);
    }

    public static void DeleteAllDevices(LogTransaction transaction, string userId)
    {
        transaction.Execute("DELETE FROM access_tokens WHERE user_id = $1", userId);
        transaction.Execute("DELETE FROM refresh_tokens WHERE user_id = $1", userId);
        transaction.Execute("DELETE FROM devices WHERE user_id = $1", userId);
    }

    /// <summary>
    /// Trades a refresh token for a new grant. The old one stays usable until the new tokens are seen, because the answer may get lost on its
    /// way; after that it is spent, and whoever brings it back is not the only one to have it.
    /// </summary>
    public static RefreshResult Refresh(LogTransaction transaction, string refreshToken, TokenGrant grant, long now)
    {
        var hash = TokenHash.Of(refreshToken);
        var found = transaction.First(
            "SELECT user_id, device_id, state FROM refresh_tokens WHERE hash = $1",
            row => (UserId: row.GetString(0), DeviceId: row.GetString(1), State: row.GetInt64(2)), hash);
        if (found.UserId is null)
            return RefreshResult.Unknown;

        var (userId, deviceId, state) = found;
        if (state == Spent)
        {
            DeleteDevice(transaction, userId, deviceId);
            return new RefreshResult(RefreshVerdict.Reused, userId, deviceId);
        }

        if (state == Current)
            Confirm(transaction, userId, deviceId, hash);
        else
            DropUnseen(transaction, userId, deviceId);

        transaction.Execute("UPDATE refresh_tokens SET state = $1 WHERE hash = $2", Replaced, hash);
        InsertTokens(transaction, userId, deviceId, grant, now);
        return new RefreshResult(RefreshVerdict.Granted, userId, deviceId);
    }

    /// <summary>The tokens of a grant have been seen in use: what came before them is spent.</summary>
    /// <returns>True when there was something before them.</returns>
    public static bool Confirm(LogTransaction transaction, string userId, string deviceId, byte[] refreshHash)
    {
        var spent = transaction.Execute(
            "UPDATE refresh_tokens SET state = $1 WHERE user_id = $2 AND device_id = $3 AND state = $4 AND hash <> $5",
            Spent, userId, deviceId, Replaced, refreshHash);
        if (spent == 0)
            return false;

        transaction.Execute(
            "DELETE FROM access_tokens WHERE user_id = $1 AND device_id = $2 AND refresh_hash IS NOT $3", userId, deviceId, refreshHash);
        transaction.Execute(
            """
            DELETE FROM refresh_tokens WHERE hash IN (
                SELECT hash FROM refresh_tokens WHERE user_id = $1 AND device_id = $2 AND state = $3 ORDER BY issued DESC LIMIT -1 OFFSET $4)
            """,
            userId, deviceId, Spent, MaxSpent);
        return true;
    }

    // The client asks again with the token before: the current ones never reached it.
    private static void DropUnseen(LogTransaction transaction, string userId, string deviceId)
    {
        transaction.Execute(
            """
            DELETE FROM access_tokens WHERE user_id = $1 AND device_id = $2 AND refresh_hash IN (
                SELECT hash FROM refresh_tokens WHERE user_id = $1 AND device_id = $2 AND state = $3)
            """,
            userId, deviceId, Current);
        transaction.Execute("DELETE FROM refresh_tokens WHERE user_id = $1 AND device_id = $2 AND state = $3", userId, deviceId, Current);
    }

    private static void DeleteTokens(LogTransaction transaction, string userId, string deviceId)
    {
        transaction.Execute("DELETE FROM access_tokens WHERE user_id = $1 AND device_id = $2", userId, deviceId);
        transaction.Execute("DELETE FROM refresh_tokens WHERE user_id = $1 AND device_id = $2", userId, deviceId);
    }
}
