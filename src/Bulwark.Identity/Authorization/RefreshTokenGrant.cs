using Bulwark.Identity.Clients;
using Bulwark.Identity.Tokens;
using Bulwark.Identity.UserPool;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.Authorization;

/// <summary><c>grant_type=refresh_token</c> (RFC 6749 section 6). The refresh token stays as it is, as in Cognito.</summary>
internal sealed class RefreshTokenGrant(RefreshTokenReader refreshTokens, LoginTokens tokens)
{
    public IResult Answer(FormBody form, Client client)
    {
        if (form["refresh_token"] is not { } token)
            return OAuthError.InvalidRequest("refresh_token is missing");

        if (!client.HasPasswordLogin)
            return OAuthError.UnauthorizedClient("users do not sign in through this client");

        if (refreshTokens.Read(token, client) is not var (user, login))
            return OAuthError.InvalidGrant("the refresh token is none, is over or was revoked");

        var result = tokens.Continue(user, client, login);
        var response = new TokenResponse
        {
            AccessToken = result.AccessToken,
            IdToken = result.IdToken,
            TokenType = result.TokenType,
            ExpiresIn = result.ExpiresIn,
        };
        return TypedResults.Json(response, OAuthJson.Default.TokenResponse);
    }
}
