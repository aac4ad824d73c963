using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bulwark.Identity.Clients;
using Bulwark.Identity.Storage;
using Bulwark.Identity.Users;
using Microsoft.Data.Sqlite;

namespace Bulwark.Identity.Tokens;

/// <summary>
/// Refresh tokens: 256 random bits, of which the database has the hash only. A token belongs to one client and one login and, as in Cognito,
/// stays the same until it ends or the login is revoked.
/// </summary>
internal sealed class RefreshTokenStore(IdentityDatabase database, TimeProvider time)
{
    /// <summary>A user's oldest logins end when there would be more than this.</summary>
    internal const int MaxLoginsPerUser = 100;

    /// <summary>No access token lives longer, so a revoked login may be forgotten after this.</summary>
    private static readonly TimeSpan LongestAccessToken = TimeSpan.FromDays(1);

    /// <summary>
    /// A refresh token for a login by password. Null when, since the password was checked, the user was disabled or deleted or has got another
    /// password: then there is no login.
    /// </summary>
    public async Task<string?> IssueAsync(User user, PasswordHash checkedPassword, Client client, Login login)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var isIssued = await database.WriteAsync(connection =>
        {
            ForgetWhatIsOver(connection);
            var isInserted = Insert(connection, token, user, checkedPassword, client, login);
            EndOldest(connection, user.Id);
            return isInserted;
        });
        return isIssued ? token : null;
    }

    /// <summary>What a token stands for; null when it is none, is over, or its login was revoked.</summary>
    public RefreshToken? Find(string token) => database.Read(connection => connection.Query(
        "SELECT origin_jti, auth_time, user_id, client_id FROM refresh_tokens WHERE token_hash = $hash AND expires_at > $now",
        row => new RefreshToken(
            new Login(row.GetString(0), DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(1))), row.GetInt64(2), row.GetString(3)),
        ("$hash", HashOf(token)),
        ("$now", Now)).SingleOrDefault());

    /// <summary>Whether a login was signed out, so that its access tokens are worth nothing to us any more.</summary>
    public bool IsRevoked(string originJti) => database.Read(connection => connection.Query(
        "SELECT 1 FROM revoked_origins WHERE origin_jti = $origin", row => row.GetInt32(0), ("$origin", originJti)).Count > 0);

    /// <summary>Ends one login.</summary>
    public Task RevokeAsync(string originJti) => database.WriteAsync(connection =>
    {
        Remember(connection, originJti, time.GetUtcNow());
        return connection.Execute("DELETE FROM refresh_tokens WHERE origin_jti = $origin", ("$origin", originJti));
    });

    /// <summary>Ends every login of a user, and <paramref name="originJti"/>, which may have no refresh token.</summary>
    public Task RevokeAllAsync(User user, string originJti) => database.WriteAsync(connection =>
    {
        Remember(connection, originJti, time.GetUtcNow());
        return RevokeAll(connection, user.Id, time.GetUtcNow());
    });

    /// <summary>Ends every login of a user, as a part of the caller's transaction.</summary>
    public static int RevokeAll(SqliteConnection connection, long userId, DateTimeOffset now)
    {
        connection.Execute(
            """
            INSERT INTO revoked_origins (origin_jti, forget_at)
            SELECT DISTINCT origin_jti, $forgetAt FROM refresh_tokens WHERE user_id = $user
            ON CONFLICT DO NOTHING
            """,
            ("$user", userId),
            ("$forgetAt", (now + LongestAccessToken).ToUnixTimeSeconds()));
        return connection.Execute("DELETE FROM refresh_tokens WHERE user_id = $user", ("$user", userId));
    }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private bool Insert(SqliteConnection connection, string token, User user, PasswordHash checkedPassword, Client client, Login login) =>
        connection.Execute(
            """
            INSERT INTO refresh_tokens (token_hash, origin_jti, user_id, client_id, auth_time, expires_at)
            SELECT $hash, $origin, id, $client, $authTime, $expiresAt FROM users WHERE id = $user AND enabled = 1 AND password_hash = $password
            """,
            ("$hash", HashOf(token)),
            ("$origin", login.OriginJti),
            ("$client", client.Id),
            ("$authTime", login.AuthTime.ToUnixTimeSeconds()),
            ("$expiresAt", (time.GetUtcNow() + client.RefreshTokenLifetime).ToUnixTimeSeconds()),
            ("$user", user.Id),
            ("$password", checkedPassword.ToPhc())) == 1;

    private void ForgetWhatIsOver(SqliteConnection connection)
    {
        connection.Execute("DELETE FROM refresh_tokens WHERE expires_at <= $now", ("$now", Now));
        connection.Execute("DELETE FROM revoked_origins WHERE forget_at <= $now", ("$now", Now));
    }

    // As a sign-out does: the access tokens of such a login are worth nothing to us either.
    private void EndOldest(SqliteConnection connection, long userId)
    {
        var ended = connection.Query(
            """
            DELETE FROM refresh_tokens WHERE token_hash IN (
                SELECT token_hash FROM refresh_tokens WHERE user_id = $user ORDER BY auth_time DESC, expires_at DESC LIMIT -1 OFFSET $max)
            RETURNING origin_jti
            """,
            row => row.GetString(0),
            ("$user", userId),
            ("$max", MaxLoginsPerUser));
        foreach (var originJti in ended)
            Remember(connection, originJti, time.GetUtcNow());
    }

    private static void Remember(SqliteConnection connection, string originJti, DateTimeOffset now) => connection.Execute(
        "INSERT INTO revoked_origins (origin_jti, forget_at) VALUES ($origin, $forgetAt) ON CONFLICT DO NOTHING",
        ("$origin", originJti),
        ("$forgetAt", (now + LongestAccessToken).ToUnixTimeSeconds()));

    // A token is 256 random bits: there is nothing to guess, so a plain hash is enough, and finding it by its hash tells no timing.
    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
