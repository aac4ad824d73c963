using Bulwark.Identity.Clients;
using Bulwark.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.UserPool;

/// <summary>The flow <c>REFRESH_TOKEN_AUTH</c>: a refresh token for new ID and access tokens. The refresh token stays as it is.</summary>
internal sealed class RefreshTokenAuth(RefreshTokenReader refreshTokens, LoginTokens tokens)
{
    public IResult Answer(InitiateAuthRequest request, Client client)
    {
        if (request.Parameter("REFRESH_TOKEN") is not { } token)
            return UserPoolError.InvalidParameter("Missing required parameter REFRESH_TOKEN");

        if (refreshTokens.Read(token, client) is not var (user, login))
            return UserPoolError.NotAuthorized("Invalid Refresh Token");

        if (SecretHashCheck.Refuse(request, client, user.Username) is { } refusal)
            return refusal;

        return TypedResults.Json(
            new InitiateAuthResponse(tokens.Continue(user, client, login)), UserPoolJson.Default.InitiateAuthResponse, UserPoolEndpoint.ContentType);
    }
}
