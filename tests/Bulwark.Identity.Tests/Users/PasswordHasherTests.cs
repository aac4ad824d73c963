using Bulwark.Identity.Users;

namespace Bulwark.Identity.Tests.Users;

public sealed class PasswordHasherTests
{
    private static readonly PasswordOptions Cheap = new() { MemoryKiB = 64, Iterations = 1 };

    [Fact]
    public async Task Knows_the_password_again_and_no_other()
    {
        using var hasher = new PasswordHasher(new PasswordOptions());
        var hash = await HashAsync(hasher, "correct horse battery");

        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", hash.ToPhc(), StringComparison.Ordinal);
        var stored = PasswordHash.Parse(hash.ToPhc());
        Assert.True(await IsPasswordAsync(hasher, "correct horse battery", stored));
        Assert.False(await IsPasswordAsync(hasher, "correct horse batterY", stored));
        Assert.False(await IsPasswordAsync(hasher, "correct horse battery ", stored));
    }

    [Fact]
    public async Task Computes_what_the_reference_implementation_computes()
    {
        // Password and salt of the reference implementation's own tests: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
        using var hasher = new PasswordHasher(Cheap);
        var hash = PasswordHash.Parse("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

        Assert.True(await IsPasswordAsync(hasher, "password", hash));
    }

    [Fact]
    public async Task Two_hashes_of_one_password_differ()
    {
        using var hasher = new PasswordHasher(Cheap);

        Assert.NotEqual(
            (await HashAsync(hasher, "correct horse battery")).ToPhc(), (await HashAsync(hasher, "correct horse battery")).ToPhc(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Nobody_has_a_password() => Assert.False(await IsPasswordAsync(new PasswordHasher(Cheap), "correct horse battery", null));

    [Fact]
    public async Task Turns_away_who_would_wait_too_long_in_line()
    {
        // One at a time, each long enough that the line fills before the first is done.
        using var hasher = new PasswordHasher(new PasswordOptions { MemoryKiB = 19_456, Iterations = 2, Concurrency = 1 });
        using var leaving = new CancellationTokenSource();

        var inLine = Enumerable.Range(0, 1 + PasswordHasher.MaxWaiting).Select(_ => hasher.HashAsync("x", leaving.Token)).ToList();
        var turnedAway = await hasher.HashAsync("x", TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await Task.WhenAll(inLine.Select(task => Task.WhenAny(task)));

        Assert.Null(turnedAway);
        Assert.NotNull(await hasher.HashAsync("x", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Follows_the_settings_at_the_next_login()
    {
        await using var identity = await IdentityInstance.StartAsync();
        await identity.AddUserAsync("alice");
        identity.Options.Passwords.Iterations = 3;
        await identity.RestartAsync();

        Assert.Equal(200, (await identity.LoginAsync("alice")).Status);
        Assert.Equal(200, (await identity.LoginAsync("alice")).Status);

        Assert.StartsWith("$argon2id$v=19$m=64,t=3,p=1$", identity.ReadPasswordHash("alice"), StringComparison.Ordinal);
    }

    private static async Task<PasswordHash> HashAsync(PasswordHasher hasher, string password) =>
        await hasher.HashAsync(password, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("turned away");

    private static Task<bool?> IsPasswordAsync(PasswordHasher hasher, string password, PasswordHash? hash) =>
        hasher.IsPasswordAsync(password, hash, TestContext.Current.CancellationToken);
}
