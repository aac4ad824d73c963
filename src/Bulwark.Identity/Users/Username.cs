namespace Bulwark.Identity.Users;

/// <summary>
/// The rules for user names: 1 to 128 printable ASCII characters without space. Cognito also takes letters of other scripts; names decide about
/// access here, and two names that look alike must be alike. Compared without case, as Cognito pools do.
/// </summary>
internal static class Username
{
    public const string Rule = "A user name has 1 to 128 printable ASCII characters without spaces, and is not '.' or '..'.";

    public static bool IsValid(string? name) =>
        name is { Length: >= 1 and <= 128 } and not ("." or "..") && !name.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>What a name is found by.</summary>
    public static string KeyOf(string name) => name.ToLowerInvariant();
}
