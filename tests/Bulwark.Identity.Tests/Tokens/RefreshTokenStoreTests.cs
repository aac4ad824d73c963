using Bulwark.Identity.Clients;
using Bulwark.Identity.Storage;
using Bulwark.Identity.Tokens;
using Bulwark.Identity.Users;
using Bulwark.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Identity.Tests.Tokens;

public sealed class RefreshTokenStoreTests : IDisposable
{
    private static readonly Client Web = new("bulwark-web", new ClientOptions(), null);
    private static readonly PasswordHash Hash = new(64, 1, 1, new byte[16], new byte[32]);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
    private readonly IdentityDatabase _database;
    private readonly RefreshTokenStore _tokens;
    private readonly UserStore _users;

    public RefreshTokenStoreTests()
    {
        _database = new IdentityDatabase(_directory["identity.db"]);
        _database.Open();
        _tokens = new RefreshTokenStore(_database, _time);
        _users = new UserStore(_database, _time);
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_user_has_at_most_a_hundred_logins_and_the_oldest_end_first()
    {
        var user = await AddAsync();
        var tokens = new List<string?>();
        var logins = new List<Login>();
        for (var i = 0; i <= RefreshTokenStore.MaxLoginsPerUser; i++)
        {
            logins.Add(Login.Begin(_time));
            tokens.Add(await _tokens.IssueAsync(user, Hash, Web, logins[i]));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Null(_tokens.Find(tokens[0]!));
        Assert.NotNull(_tokens.Find(tokens[1]!));
        Assert.NotNull(_tokens.Find(tokens[^1]!));
        Assert.True(_tokens.IsRevoked(logins[0].OriginJti));
        Assert.False(_tokens.IsRevoked(logins[1].OriginJti));
    }

    [Fact]
    public async Task No_login_when_the_user_changed_while_the_password_was_checked()
    {
        var user = await AddAsync();
        Assert.NotNull(await _tokens.IssueAsync(user, Hash, Web, Login.Begin(_time)));

        await _users.SetPasswordAsync("alice", Hash with { Iterations = 2 });
        Assert.Null(await _tokens.IssueAsync(user, Hash, Web, Login.Begin(_time)));

        await _users.SetPasswordAsync("alice", Hash);
        await _users.SetEnabledAsync("alice", false);
        Assert.Null(await _tokens.IssueAsync(user, Hash, Web, Login.Begin(_time)));

        await _users.DeleteAsync("alice");
        Assert.Null(await _tokens.IssueAsync(user, Hash, Web, Login.Begin(_time)));
    }

    [Fact]
    public async Task What_is_over_is_forgotten_at_the_next_login()
    {
        var user = await AddAsync();
        var login = Login.Begin(_time);
        await _tokens.IssueAsync(user, Hash, Web, login);
        await _tokens.RevokeAsync(login.OriginJti);
        Assert.True(_tokens.IsRevoked(login.OriginJti));
        await _tokens.IssueAsync(user, Hash, Web, Login.Begin(_time));

        _time.Advance(TimeSpan.FromDays(31));
        await _tokens.IssueAsync(user, Hash, Web, Login.Begin(_time));

        Assert.False(_tokens.IsRevoked(login.OriginJti));
        Assert.Equal(1, Count("refresh_tokens"));
    }

    [Fact]
    public async Task A_full_disk_refuses_the_login_and_loses_nothing()
    {
        var user = await AddAsync();
        var before = await _tokens.IssueAsync(user, Hash, Web, Login.Begin(_time));
        await _database.WriteAsync(connection => connection.Query("PRAGMA max_page_count = 1", row => row.GetInt32(0)));

        var e = await Assert.ThrowsAsync<SqliteException>(async () =>
        {
            for (var i = 0; i < RefreshTokenStore.MaxLoginsPerUser; i++)
                await _tokens.IssueAsync(user, Hash, Web, Login.Begin(_time));
        });

        Assert.True(Bulwark.Storage.SqliteDatabase.IsDiskProblem(e));
        Assert.NotNull(_tokens.Find(before!));
    }

    private async Task<User> AddAsync() => (await _users.AddAsync(new NewUser("alice", null, [], Hash)))!;

    private int Count(string table) => _database.Read(connection => connection.Query($"SELECT count(*) FROM {table}", row => row.GetInt32(0))).Single();
}
