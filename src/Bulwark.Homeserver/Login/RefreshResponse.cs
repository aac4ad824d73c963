namespace Bulwark.Homeserver.Login;

/// <summary>Answer to <c>POST /refresh</c>.</summary>
internal sealed record RefreshResponse(string AccessToken, string? RefreshToken, long? ExpiresInMs);
