using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Streams;
using Microsoft.Data.Sqlite;

namespace Bulwark.Homeserver.Profile;

/// <summary>The users and how they are shown.</summary>
internal sealed class Users(HomeserverDatabase database, EventLog eventLog, TimeProvider time)
{
    private const string SelectProfile = "SELECT display_name, avatar_url FROM users WHERE user_id = $1";

    /// <summary>Binds a localpart to the subject that logs in with it first. The user is shown as the localpart until they say otherwise.</summary>
    public Task<BindVerdict> BindAsync(LoginIdentity identity) => eventLog.WriteAsync(transaction =>
    {
        transaction.Execute(
            """
            INSERT INTO users (user_id, issuer, subject, created_at, token_issued_at, display_name) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (user_id) DO UPDATE SET token_issued_at = max(token_issued_at, excluded.token_issued_at)
            WHERE subject = excluded.subject
            """,
            identity.UserId, identity.Issuer, identity.Subject, time.GetUtcNow().ToUnixTimeMilliseconds(), identity.IssuedAt,
            UserId.Localpart(identity.UserId));
        return transaction.First(
            "SELECT subject = $2, token_issued_at > $3 FROM users WHERE user_id = $1",
            row => !row.GetBoolean(0) ? BindVerdict.Foreign : row.GetBoolean(1) ? BindVerdict.Outdated : BindVerdict.Current,
            identity.UserId, identity.Subject, identity.IssuedAt);
    });

    /// <summary>A user's profile; null when there is no such user.</summary>
    public ValueTask<UserProfile?> FindProfileAsync(string userId, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.First(SelectProfile, ReadProfile, userId), cancellationToken);

    /// <summary>Changes a user's profile.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="change">Gives the new profile for the one that is there. It may be asked again.</param>
    /// <returns>The new profile; null when it is the one that was there, or there is no such user.</returns>
    public Task<UserProfile?> ChangeProfileAsync(string userId, Func<UserProfile, UserProfile> change) => eventLog.WriteAsync(transaction =>
    {
        var before = transaction.First(SelectProfile, ReadProfile, userId);
        if (before is null || change(before) is var after && after == before)
            return null;

        transaction.Execute("UPDATE users SET display_name = $1, avatar_url = $2 WHERE user_id = $3", after.DisplayName, after.AvatarUrl, userId);
        return after;
    });

    private static UserProfile ReadProfile(SqliteDataReader row) => new(row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1));
}
