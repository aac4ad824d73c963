using Bulwark.Identity.Users;
using Bulwark.Jwt;

namespace Bulwark.Identity.Tokens;

/// <summary>A good access token and the user it speaks for, as the user is now.</summary>
internal sealed record AccessToken(User User, string OriginJti, VerifiedToken Claims)
{
    /// <summary>The resources that it is meant for; empty when it is bound to none.</summary>
    public IReadOnlyList<string> Audiences => Claims.TextList("aud");

    /// <summary>The login that it comes from.</summary>
    public Login Login => new(OriginJti, AuthTime);

    private DateTimeOffset AuthTime => DateTimeOffset.FromUnixTimeSeconds(Claims.Payload.GetProperty("auth_time").GetInt64());
}
