using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.Authorization;

/// <summary><c>POST /oauth2/token</c> (RFC 6749 section 3.2).</summary>
internal sealed class TokenEndpoint(ClientAuthentication clients, RefreshTokenGrant refreshToken, TokenExchangeGrant tokenExchange)
{
    public async ValueTask<IResult> AnswerAsync(HttpContext context, RouteValues values)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await FormBody.ReadAsync(context) is not { } form)
            return OAuthError.InvalidRequest("the body is no form, is too large, or has a parameter twice");

        if (form["grant_type"] is not { } grantType)
            return OAuthError.InvalidRequest("grant_type is missing");

        if (grantType is not (GrantTypes.RefreshToken or GrantTypes.TokenExchange))
            return OAuthError.UnsupportedGrantType();

        if (clients.Find(context, form) is not { } client)
        {
            context.Response.Headers.WWWAuthenticate = ClientAuthentication.Challenge;
            return OAuthError.InvalidClient();
        }

        return grantType == GrantTypes.RefreshToken
            ? refreshToken.Answer(form, client)
            : await tokenExchange.AnswerAsync(context, form, client);
    }
}
