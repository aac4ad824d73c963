using System.Text.Json;
using Bulwark.Identity.Users;

namespace Bulwark.Identity.Tokens;

/// <summary>Writes and signs tokens. Whether somebody may have one is decided before.</summary>
internal sealed class TokenIssuer(SigningKeys keys, string issuer, TimeProvider time)
{
    /// <summary>An ID token for <paramref name="audience"/>.</summary>
    public IssuedToken IssueIdToken(User user, Login login, string audience, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        var claims = new IdTokenClaims
        {
            Subject = user.Subject,
            EmailVerified = user.Email is null ? null : false,
            Groups = GroupsOf(user),
            Issuer = issuer,
            Username = user.Username,
            OriginJti = login.OriginJti,
            Audience = audience,
            EventId = login.EventId,
            AuthTime = login.AuthTime.ToUnixTimeSeconds(),
            ExpiresAt = (now + lifetime).ToUnixTimeSeconds(),
            IssuedAt = now.ToUnixTimeSeconds(),
            JwtId = Uuid.New(),
            Email = user.Email,
        };
        var text = keys.IdToken.Sign(JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.IdTokenClaims));
        return new IssuedToken(text, claims.JwtId, DateTimeOffset.FromUnixTimeSeconds(claims.ExpiresAt));
    }

    /// <summary>An access token for a client; for one resource alone when it names one.</summary>
    public IssuedToken IssueAccessToken(User user, Login login, TokenUseBy use, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        var claims = new AccessTokenClaims
        {
            Subject = user.Subject,
            Groups = GroupsOf(user),
            Issuer = issuer,
            ClientId = use.ClientId,
            OriginJti = login.OriginJti,
            EventId = login.EventId,
            AuthTime = login.AuthTime.ToUnixTimeSeconds(),
            ExpiresAt = (now + lifetime).ToUnixTimeSeconds(),
            IssuedAt = now.ToUnixTimeSeconds(),
            JwtId = Uuid.New(),
            Username = user.Username,
            Audience = use.Resource,
        };
        var text = keys.AccessToken.Sign(JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.AccessTokenClaims));
        return new IssuedToken(text, claims.JwtId, DateTimeOffset.FromUnixTimeSeconds(claims.ExpiresAt));
    }

    private static IReadOnlyList<string>? GroupsOf(User user) => user.Groups.Count > 0 ? user.Groups : null;
}
