using Bulwark.Identity.Clients;
using Bulwark.Identity.Tokens;
using Bulwark.Identity.Users;

namespace Bulwark.Identity.UserPool;

/// <summary>The tokens that a client gets for a login.</summary>
internal sealed class LoginTokens(TokenIssuer issuer, RefreshTokenStore refreshTokens, TimeProvider time)
{
    /// <summary>ID, access and refresh token of a new login; null when the user was changed since the password was checked.</summary>
    public async ValueTask<AuthenticationResult?> BeginAsync(User user, PasswordHash checkedPassword, Client client)
    {
        var login = Login.Begin(time);
        var refreshToken = await refreshTokens.IssueAsync(user, checkedPassword, client, login);
        return refreshToken is null ? null : Continue(user, client, login) with { RefreshToken = refreshToken };
    }

    /// <summary>New ID and access tokens of a login that goes on.</summary>
    public AuthenticationResult Continue(User user, Client client, Login login) => new()
    {
        IdToken = issuer.IssueIdToken(user, login, client.Id, client.IdTokenLifetime).Text,
        AccessToken = issuer.IssueAccessToken(user, login, new TokenUseBy(client.Id), client.AccessTokenLifetime).Text,
        ExpiresIn = (int)client.AccessTokenLifetime.TotalSeconds,
    };
}
