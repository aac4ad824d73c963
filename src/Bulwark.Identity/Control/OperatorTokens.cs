using Bulwark.Identity.Clients;
using Bulwark.Identity.Tokens;
using Bulwark.Identity.Users;

namespace Bulwark.Identity.Control;

/// <summary>Makes the tokens that operators ask for. Each is a login of its own, without a refresh token.</summary>
internal sealed class OperatorTokens(TokenIssuer issuer, TimeProvider time)
{
    public IssuedToken Mint(User user, Client client, MintTokenRequest request) => request.Use == "access"
        ? issuer.IssueAccessToken(
            user, Login.Begin(time), new TokenUseBy(client.Id, request.Resource), Lifetime(request, client.AccessTokenLifetime))
        : issuer.IssueIdToken(user, Login.Begin(time), client.Id, Lifetime(request, client.IdTokenLifetime));

    private static TimeSpan Lifetime(MintTokenRequest request, TimeSpan @default) =>
        request.TtlSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : @default;
}
