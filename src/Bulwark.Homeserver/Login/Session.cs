namespace Bulwark.Homeserver.Login;

/// <summary>What an access token stands for.</summary>
/// <param name="UserId">The user.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="ExpiresAt">Unix time in milliseconds; null when the token does not expire.</param>
internal sealed record Session(string UserId, string DeviceId, long? ExpiresAt)
{
    /// <summary>
    /// The refresh token that came with the access token, hashed, when seeing the access token in use spends the one before; else null.
    /// </summary>
    public byte[]? Confirms { get; init; }

    /// <summary>The user's name on this server.</summary>
    public string Localpart { get; } = Protocol.UserId.Localpart(UserId);

    public bool IsExpiredAt(DateTimeOffset now) => ExpiresAt <= now.ToUnixTimeMilliseconds();
}
