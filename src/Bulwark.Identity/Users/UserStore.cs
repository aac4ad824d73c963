using Bulwark.Identity.Storage;
using Bulwark.Identity.Tokens;
using Microsoft.Data.Sqlite;

namespace Bulwark.Identity.Users;

/// <summary>The users of the pool. What a method reports as done is on disk.</summary>
internal sealed class UserStore(IdentityDatabase database, TimeProvider time)
{
    private const string Select =
        """
        SELECT u.id, u.sub, u.username, u.email, u.enabled, u.password_hash IS NOT NULL, u.created_at,
               (SELECT group_concat(g.name, ',' ORDER BY g.name) FROM user_groups g WHERE g.user_id = u.id)
        FROM users u
        """;

    /// <summary>The user of this name, compared without case.</summary>
    public User? Find(string username) => database.Read(connection => Find(connection, username));

    /// <summary>The user whose <c>sub</c> this is.</summary>
    public User? FindBySubject(string subject) =>
        database.Read(connection => connection.Query(Select + " WHERE u.sub = $sub", ReadUser, ("$sub", subject)).SingleOrDefault());

    /// <summary>The user of this number.</summary>
    public User? FindById(long id) =>
        database.Read(connection => connection.Query(Select + " WHERE u.id = $id", ReadUser, ("$id", id)).SingleOrDefault());

    /// <summary>Every user, by name.</summary>
    public IReadOnlyList<User> List() => database.Read(connection => connection.Query(Select + " ORDER BY u.username_key", ReadUser));

    /// <summary>The hash of a user's password; null when the user has none.</summary>
    public PasswordHash? FindPassword(User user) => database.Read(connection => connection
        .Query("SELECT password_hash FROM users WHERE id = $id", row => row.TextOrNull(0), ("$id", user.Id))
        .SingleOrDefault()) is { } phc ? PasswordHash.Parse(phc) : null;

    /// <summary>Adds a user; null when the name is taken.</summary>
    public Task<User?> AddAsync(NewUser user) => database.WriteAsync(connection => Add(connection, user));

    /// <summary>The user of this name, made without a password if there is none; <paramref name="groups"/> become the user's groups unless null.</summary>
    public Task<User> EnsureAsync(string username, IReadOnlyList<string>? groups) => database.WriteAsync(connection =>
    {
        if (Find(connection, username) is not { } user)
            return Add(connection, new NewUser(username, null, groups ?? [], null))!;

        if (groups is not null)
            WriteGroups(connection, user.Id, groups);

        return Find(connection, username)!;
    });

    /// <summary>Gives the user these groups and no others.</summary>
    public Task<User?> SetGroupsAsync(string username, IReadOnlyList<string> groups) =>
        ChangeAsync(username, (connection, user) => WriteGroups(connection, user.Id, groups));

    /// <summary>Lets the user sign in, or no longer. Disabling also ends the user's logins.</summary>
    public Task<User?> SetEnabledAsync(string username, bool enabled) => ChangeAsync(username, (connection, user) =>
    {
        connection.Execute("UPDATE users SET enabled = $enabled WHERE id = $id", ("$enabled", enabled ? 1 : 0), ("$id", user.Id));
        if (!enabled)
            RefreshTokenStore.RevokeAll(connection, user.Id, time.GetUtcNow());
    });

    /// <summary>Sets the password and ends the logins that were made with the old one.</summary>
    public Task<User?> SetPasswordAsync(string username, PasswordHash password) => ChangeAsync(username, (connection, user) =>
    {
        WritePassword(connection, user.Id, password);
        RefreshTokenStore.RevokeAll(connection, user.Id, time.GetUtcNow());
    });

    /// <summary>Writes the same password's hash at another cost; false when the password was changed meanwhile.</summary>
    public Task<bool> RehashAsync(User user, PasswordHash old, PasswordHash next) => database.WriteAsync(connection => connection.Execute(
        "UPDATE users SET password_hash = $next WHERE id = $id AND password_hash = $old",
        ("$next", next.ToPhc()), ("$id", user.Id), ("$old", old.ToPhc())) == 1);

    /// <summary>Deletes the user and everything of the user's. Says whom; null when there is no such user.</summary>
    public Task<User?> DeleteAsync(string username) => database.WriteAsync(connection =>
    {
        var user = Find(connection, username);
        if (user is not null)
            connection.Execute("DELETE FROM users WHERE id = $id", ("$id", user.Id));

        return user;
    });

    private Task<User?> ChangeAsync(string username, Action<SqliteConnection, User> change) => database.WriteAsync(connection =>
    {
        if (Find(connection, username) is not { } user)
            return null;

        change(connection, user);
        return Find(connection, username);
    });

    private User? Add(SqliteConnection connection, NewUser user)
    {
        var added = connection.Query(
            """
            INSERT INTO users (sub, username, username_key, email, password_hash, created_at)
            VALUES ($sub, $username, $key, $email, $password, $now)
            ON CONFLICT (username_key) DO NOTHING
            RETURNING id
            """,
            row => row.GetInt64(0),
            ("$sub", Uuid.New()),
            ("$username", user.Username),
            ("$key", Username.KeyOf(user.Username)),
            ("$email", user.Email),
            ("$password", user.Password?.ToPhc()),
            ("$now", time.GetUtcNow().ToUnixTimeSeconds()));
        if (added is not [var id])
            return null;

        WriteGroups(connection, id, user.Groups);
        return Find(connection, user.Username);
    }

    private static User? Find(SqliteConnection connection, string username) =>
        connection.Query(Select + " WHERE u.username_key = $key", ReadUser, ("$key", Username.KeyOf(username))).SingleOrDefault();

    private static void WriteGroups(SqliteConnection connection, long id, IReadOnlyList<string> groups)
    {
        connection.Execute("DELETE FROM user_groups WHERE user_id = $id", ("$id", id));
        foreach (var group in groups.Distinct(StringComparer.Ordinal))
            connection.Execute("INSERT INTO user_groups (user_id, name) VALUES ($id, $name)", ("$id", id), ("$name", group));
    }

    private static void WritePassword(SqliteConnection connection, long id, PasswordHash password) =>
        connection.Execute("UPDATE users SET password_hash = $password WHERE id = $id", ("$password", password.ToPhc()), ("$id", id));

    private static User ReadUser(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Subject = row.GetString(1),
        Username = row.GetString(2),
        Email = row.TextOrNull(3),
        IsEnabled = row.GetBoolean(4),
        HasPassword = row.GetBoolean(5),
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(6)),
        Groups = row.TextOrNull(7)?.Split(',') ?? [],
    };
}
