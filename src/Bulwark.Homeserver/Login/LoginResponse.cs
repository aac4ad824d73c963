namespace Bulwark.Homeserver.Login;

/// <summary>Answer to <c>POST /login</c>.</summary>
internal sealed record LoginResponse(string UserId, string AccessToken, string DeviceId)
{
    public string? RefreshToken { get; init; }

    public long? ExpiresInMs { get; init; }
}
