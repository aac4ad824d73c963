using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Streams;

namespace Bulwark.Homeserver.Profile;

/// <summary>The users and how they are shown.</summary>
internal sealed class Users(HomeserverDatabase database, EventLog eventLog, TimeProvider time)
{
    /// <summary>Binds a localpart to the subject that logs in with it first. The user is shown as the localpart until they say otherwise.</summary>
    /// <returns>False when it belongs to another subject.</returns>
    public async Task<bool> BindAsync(LoginIdentity identity)
    {
        if (await FindOwnerAsync(identity.UserId) is { } owner)
            return IsOf(owner, identity);

        var bound = await eventLog.WriteAsync(transaction =>
        {
            transaction.Execute(
                "INSERT INTO users (user_id, issuer, subject, created_at, display_name) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (user_id) DO NOTHING",
                identity.UserId, identity.Issuer, identity.Subject, time.GetUtcNow().ToUnixTimeMilliseconds(), UserId.Localpart(identity.UserId));
            return transaction.First(
                "SELECT issuer, subject FROM users WHERE user_id = $1", row => (Issuer: row.GetString(0), Subject: row.GetString(1)), identity.UserId);
        });
        return IsOf(bound, identity);
    }

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

    private async ValueTask<(string Issuer, string Subject)?> FindOwnerAsync(string userId) => await database.ReadAsync(
        connection => connection.First<(string, string)?>(
            "SELECT issuer, subject FROM users WHERE user_id = $1", row => (row.GetString(0), row.GetString(1)), userId),
        CancellationToken.None);

    private static bool IsOf((string Issuer, string Subject)? owner, LoginIdentity identity) =>
        string.Equals(owner?.Issuer, identity.Issuer, StringComparison.Ordinal) && string.Equals(owner?.Subject, identity.Subject, StringComparison.Ordinal);
}
