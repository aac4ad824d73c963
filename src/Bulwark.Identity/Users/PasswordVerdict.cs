namespace Bulwark.Identity.Users;

/// <summary>What a check of a password found.</summary>
/// <param name="User">Whose password it is; null when it is nobody's under that name.</param>
/// <param name="Hash">The hash that it was checked against, as it now stands in the database.</param>
/// <param name="IsBusy">Too many passwords wait to be checked: nothing was found out.</param>
internal readonly record struct PasswordVerdict(User? User, PasswordHash? Hash, bool IsBusy);
