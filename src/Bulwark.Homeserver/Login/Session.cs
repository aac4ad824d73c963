namespace Bulwark.Homeserver.Login;

/// <summary>What an access token stands for.</summary>
/// <param name="UserId">The user.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="ExpiresAt">Unix time in milliseconds; null when the token does not expire.</param>
internal sealed record Session(string UserId, string DeviceId, long? ExpiresAt)
{
    /// <summary>The refresh token that came with the access token, hashed.</summary>
    public byte[]? RefreshHash { get; init; }

    public bool IsExpiredAt(DateTimeOffset now) => ExpiresAt <= now.ToUnixTimeMilliseconds();

    public bool IsOf(string userId, string? deviceId) =>
        string.Equals(UserId, userId, StringComparison.Ordinal) && (deviceId is null || string.Equals(DeviceId, deviceId, StringComparison.Ordinal));
}
