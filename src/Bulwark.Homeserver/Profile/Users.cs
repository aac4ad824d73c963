using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Streams;

namespace Bulwark.Homeserver.Profile;

/// <summary>The users and how they are shown.</summary>
internal sealed class Users(HomeserverDatabase database, EventLog eventLog, TimeProvider time)
{
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
        connection => connection.First(
            "SELECT display_name, avatar_url FROM users WHERE user_id = $1",
            row => new UserProfile(row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)),
            userId),
        cancellationToken);

    /// <summary>Sets a user's profile.</summary>
    public Task SetProfileAsync(string userId, UserProfile profile) => eventLog.WriteAsync(transaction => transaction.Execute(
        "UPDATE users SET display_name = $1, avatar_url = $2 WHERE user_id = $3", profile.DisplayName, profile.AvatarUrl, userId));
}
