namespace Bulwark.Identity.Tokens;

/// <summary>What is known of a refresh token that somebody has shown.</summary>
internal sealed record RefreshToken(Login Login, long UserId, string ClientId);
