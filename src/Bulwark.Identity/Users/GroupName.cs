namespace Bulwark.Identity.Users;

/// <summary>The rules for a user's groups.</summary>
internal static class GroupName
{
    /// <summary>Cognito's own limit; it also keeps tokens small.</summary>
    public const int MaxGroups = 100;

    public const string Rule = "A group name has 1 to 64 of the characters A-Z, a-z, 0-9, _ and -; a user has at most 100 groups.";

    public static bool AreValid(IReadOnlyList<string?> groups) => groups.Count <= MaxGroups && groups.All(IsValid);

    private static bool IsValid(string? name) =>
        name is { Length: >= 1 and <= 64 } && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
}
