using Bulwark.Core.Routing;
using Bulwark.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.Authorization;

/// <summary><c>POST /oauth2/revoke</c> (RFC 7009): ends the login of a refresh token, and the access tokens that came from it.</summary>
internal sealed class RevokeEndpoint(ClientAuthentication clients, RefreshTokenStore refreshTokens)
{
    public async ValueTask<IResult> AnswerAsync(HttpContext context, RouteValues values)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await FormBody.ReadAsync(context) is not { } form)
            return OAuthError.InvalidRequest("the body is no form, is too large, or has a parameter twice");

        if (clients.Find(context, form) is not { } client)
        {
            context.Response.Headers.WWWAuthenticate = ClientAuthentication.Challenge;
            return OAuthError.InvalidClient();
        }

        if (form["token"] is not { } token)
            return OAuthError.InvalidRequest("token is missing");

        // Ours are the tokens with dots: they are signed, and others verify them without asking us.
        if (token.Contains('.', StringComparison.Ordinal))
            return OAuthError.UnsupportedTokenType();

        // A token that is none is as good as revoked (RFC 7009 section 2.2).
        if (refreshTokens.Find(token) is not { } found)
            return TypedResults.Ok();

        if (found.ClientId != client.Id)
            return OAuthError.UnauthorizedClient("the token was issued to another client");

        await refreshTokens.RevokeAsync(found.Login.OriginJti);
        return TypedResults.Ok();
    }
}
