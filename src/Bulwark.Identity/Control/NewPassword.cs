using Bulwark.Core.Control;
using Bulwark.Identity.Users;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.Control;

/// <summary>Takes a password that an operator sets: checks the policy, then hashes it.</summary>
internal sealed class NewPassword(PasswordHasher hasher, PasswordOptions policy)
{
    /// <summary>The hash, or the refusal.</summary>
    public async ValueTask<(PasswordHash? Hash, IResult? Refusal)> HashAsync(string password, CancellationToken cancellationToken)
    {
        if (password.Length < policy.MinLength || password.Length > PasswordOptions.MaxLength)
            return (null, ControlError.BadRequest($"A password has {policy.MinLength} to {PasswordOptions.MaxLength} characters."));

        return await hasher.HashAsync(password, cancellationToken) is { } hash
            ? (hash, null)
            : (null, ControlError.Conflict("Too many passwords are being checked just now. Try again in a moment."));
    }
}
