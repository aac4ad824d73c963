namespace Bulwark.Identity.Users;

/// <summary>Finds out whose password it is, in a time that tells nothing about who exists.</summary>
internal sealed class PasswordCheck(UserStore users, PasswordHasher hasher)
{
    /// <summary>Checks a user name and a password. A user who is disabled is still found; the caller decides.</summary>
    public async ValueTask<PasswordVerdict> CheckAsync(string username, string password, CancellationToken cancellationToken)
    {
        // Nobody has such a password or name, whoever asks.
        if (password.Length > PasswordOptions.MaxLength || !Username.IsValid(username))
            return default;

        var user = users.Find(username);
        var hash = user is null ? null : users.FindPassword(user);
        if (await hasher.IsPasswordAsync(password, hash, cancellationToken) is not { } isPassword)
            return new PasswordVerdict(null, null, IsBusy: true);

        if (!isPassword)
            return default;

        return new PasswordVerdict(user, await RefreshHashAsync(user!, hash!, password, cancellationToken), IsBusy: false);
    }

    // The only moment at which we have the password, and so the only one at which its hash can follow the settings.
    private async Task<PasswordHash> RefreshHashAsync(User user, PasswordHash hash, string password, CancellationToken cancellationToken)
    {
        if (!hasher.IsOutdated(hash) || await hasher.HashAsync(password, cancellationToken) is not { } next)
            return hash;

        return await users.RehashAsync(user, hash, next) ? next : hash;
    }
}
