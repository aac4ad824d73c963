using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Identity.Clients;
using Bulwark.Identity.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Identity.Authorization;

/// <summary>
/// Token exchange (RFC 8693), for our own services only: the access token with which a user called the service, for a short ID token with which
/// the service acts as that user at the homeserver. The user's own token is never passed on.
/// </summary>
internal sealed class TokenExchangeGrant(AccessTokenReader accessTokens, TokenIssuer issuer, TierEnvironment environment, ILogger<TokenExchangeGrant> log)
{
    /// <summary>How long the ID token is good; never longer than the token that it was made from.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public async ValueTask<IResult> AnswerAsync(HttpContext context, FormBody form, Client client)
    {
        if (client.TokenExchange is not { } exchange)
            return OAuthError.UnauthorizedClient("this client may not exchange tokens");

        if (RefuseParameters(form, exchange) is { } refusal)
            return refusal;

        var (token, failure) = await accessTokens.ReadAsync(form["subject_token"]!, context.RequestAborted);
        if (token is null)
            return Refused(context, client, $"{failure}", OAuthError.InvalidRequest("the subject token is not good"));

        // Only what was meant for this very service: a token that somebody gave to another one is not the user's word here.
        var resource = exchange.Resource ?? environment.PublicUrl + "/mcp";
        if (!token.Audiences.Contains(resource, StringComparer.Ordinal))
            return Refused(context, client, "Audience", OAuthError.InvalidRequest("the subject token is not good"));

        return Exchange(token, exchange.Audience);
    }

    private static IResult? RefuseParameters(FormBody form, TokenExchangeOptions exchange)
    {
        if (form["subject_token"] is null)
            return OAuthError.InvalidRequest("subject_token is missing");

        if (form["subject_token_type"] != GrantTypes.AccessTokenType)
            return OAuthError.InvalidRequest($"subject_token_type must be {GrantTypes.AccessTokenType}");

        if (form["requested_token_type"] != GrantTypes.IdTokenType)
            return OAuthError.InvalidRequest($"requested_token_type must be {GrantTypes.IdTokenType}");

        if (form["actor_token"] is not null || form["actor_token_type"] is not null)
            return OAuthError.InvalidRequest("actor tokens are not taken");

        return form["audience"] == exchange.Audience && form["resource"] is null
            ? null
            : OAuthError.InvalidTarget("no token is to be had for this audience or resource");
    }

    private IResult Exchange(AccessToken subject, string audience)
    {
        var remaining = subject.Claims.ExpiresAt - environment.Time.GetUtcNow();
        var lifetime = remaining < Lifetime ? remaining : Lifetime;
        var idToken = issuer.IssueIdToken(subject.User, subject.Login, audience, lifetime);
        var response = new TokenResponse
        {
            AccessToken = idToken.Text,
            IssuedTokenType = GrantTypes.IdTokenType,
            TokenType = "N_A",
            ExpiresIn = (int)lifetime.TotalSeconds,
        };
        return TypedResults.Json(response, OAuthJson.Default.TokenResponse);
    }

    private IResult Refused(HttpContext context, Client client, string reason, IResult refusal)
    {
        Log.ExchangeRefused(log, client.Id, reason, OuterEdge.RequestId(context));
        return refusal;
    }
}
