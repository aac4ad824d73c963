using System.Diagnostics.CodeAnalysis;

namespace Bulwark.Homeserver.Protocol;

/// <summary>Matrix user IDs: <c>@localpart:server</c>.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/appendices/#user-identifiers"/>
internal static class UserId
{
    /// <summary>Longest user ID, in bytes.</summary>
    public const int MaxLength = 255;

    /// <summary>The user ID for an issuer's user name: ASCII letters are lowered, and nothing else is changed.</summary>
    /// <returns>False when the name has a character outside <c>a-z 0-9 . _ = - / +</c>, is empty, or makes the ID too long.</returns>
    public static bool TryCreate(string name, string serverName, [NotNullWhen(true)] out string? userId)
    {
        userId = null;
        var localpart = name.All(char.IsAscii) ? name.ToLowerInvariant() : "";
        if (localpart.Length == 0 || !localpart.All(IsAllowed) || localpart.Length + serverName.Length + 2 > MaxLength)
            return false;

        userId = $"@{localpart}:{serverName}";
        return true;
    }

    /// <summary>True for a user ID of this server, well formed.</summary>
    public static bool IsLocal(string userId, string serverName) =>
        userId.Length <= MaxLength && userId.StartsWith('@') && userId.EndsWith(":" + serverName, StringComparison.Ordinal)
        && userId.Length > serverName.Length + 2 && userId.AsSpan(1, userId.Length - serverName.Length - 2).IndexOf(':') < 0;

    /// <summary>The part between <c>@</c> and the first <c>:</c>.</summary>
    public static string Localpart(string userId) => userId[1..userId.IndexOf(':', StringComparison.Ordinal)];

    private static bool IsAllowed(char character) => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_' or '=' or '-' or '/' or '+';
}
