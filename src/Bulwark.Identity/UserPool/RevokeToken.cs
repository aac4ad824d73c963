using Bulwark.Identity.Clients;
using Bulwark.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.UserPool;

/// <summary><c>RevokeToken</c>: ends the login of a refresh token, and the access tokens that came from it.</summary>
internal sealed class RevokeToken(ClientTable clients, RefreshTokenStore refreshTokens)
{
    public async ValueTask<IResult> AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (UserPoolBody.Read(body, UserPoolJson.Default.RevokeTokenRequest) is not { } request)
            return UserPoolError.Serialization();

        if (string.IsNullOrEmpty(request.Token))
            return UserPoolError.InvalidParameter("Missing required parameter Token");

        if (clients.Find(request.ClientId) is not { } client || (client.IsConfidential && !client.IsSecret(request.ClientSecret ?? "")))
            return UserPoolError.Unauthorized("The client is unknown or did not prove itself.");

        // Ours are the tokens with dots: they are signed, and others verify them without asking us.
        if (request.Token.Contains('.', StringComparison.Ordinal))
            return UserPoolError.UnsupportedTokenType();

        // A token that is none is as good as revoked (RFC 7009 section 2.2).
        if (refreshTokens.Find(request.Token) is not { } found)
            return TypedResults.Text("{}", UserPoolEndpoint.ContentType);

        if (found.ClientId != client.Id)
            return UserPoolError.Unauthorized("The token was issued to another client.");

        await refreshTokens.RevokeAsync(found.Login.OriginJti);
        return TypedResults.Text("{}", UserPoolEndpoint.ContentType);
    }
}
