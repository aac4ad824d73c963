using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Homeserver.Login;

/// <summary>Access tokens: in memory as they are used, with the database behind.</summary>
internal sealed class Sessions(HomeserverDatabase database, EventLog eventLog, TimeProvider time, ILogger<Sessions> log)
{
    private const string Scheme = "Bearer ";

    private readonly Lock _gate = new();
    private readonly SessionCache _sessions = new();
    private long _changes;

    /// <summary>Who asks, or the refusal. Only the Authorization header counts: a token in a query string ends up in logs.</summary>
    public async ValueTask<MatrixRead<Session>> AuthenticateAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return MatrixError.MissingToken();

        if (await FindAsync(TokenHash.Of(header[Scheme.Length..].Trim()), context.RequestAborted) is not { } session)
            return MatrixError.UnknownToken(softLogout: false);

        return session.IsExpiredAt(time.GetUtcNow()) ? MatrixError.UnknownToken(softLogout: true) : session;
    }

    /// <summary>Forgets what memory knows of a user's tokens; the next request reads them again. Called when a change of them is committed.</summary>
    public void Forget(string userId)
    {
        lock (_gate)
        {
            _changes++;
            _sessions.Remove(userId);
        }
    }

    private async ValueTask<Session?> FindAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var key = Convert.ToBase64String(hash);
        long changes;
        lock (_gate)
        {
            if (_sessions.TryGet(key, out var known))
                return known;

            changes = _changes;
        }

        var session = await database.ReadAsync(connection => connection.First(
            """
            SELECT user_id, device_id, expires_at, CASE WHEN EXISTS (
                SELECT 1 FROM refresh_tokens r WHERE r.user_id = a.user_id AND r.device_id = a.device_id AND r.state = 1 AND r.hash <> a.refresh_hash)
            THEN refresh_hash END
            FROM access_tokens a WHERE hash = $1
            """,
            row => new Session(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2))
            {
                Confirms = row.IsDBNull(3) ? null : (byte[])row[3],
            },
            hash), cancellationToken);
        if (session is null)
            return null;

        Keep(key, session, changes);
        if (session.Confirms is { } refreshHash)
            await ConfirmAsync(session, refreshHash);

        return session;
    }

    // A logout while the row was being read must not be forgotten by keeping the row.
    private void Keep(string key, Session session, long changes)
    {
        lock (_gate)
        {
            if (changes == _changes)
                _sessions.Set(key, session);
        }
    }

    // The first use of a refreshed access token. Full storage must not lock out whoever only reads.
    private async Task ConfirmAsync(Session session, byte[] refreshHash)
    {
        try
        {
            await eventLog.WriteAsync(
                transaction => SessionRows.Confirm(transaction, session.UserId, session.DeviceId, refreshHash),
                (hasSpent, _) => ForgetEarlier(hasSpent, session));
        }
        catch (Exception e) when (e is StorageFullException or LogBusyException)
        {
            Log.ConfirmFailed(log, e, session.UserId);
        }
    }

    private void ForgetEarlier(bool hasSpent, Session session)
    {
        if (hasSpent)
            Forget(session.UserId);
    }
}
