namespace Bulwark.Identity.Users;

/// <summary>What a user is made from.</summary>
internal sealed record NewUser(string Username, string? Email, IReadOnlyList<string> Groups, PasswordHash? Password);
