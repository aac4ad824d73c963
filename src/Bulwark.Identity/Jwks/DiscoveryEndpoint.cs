using System.Text.Json;
using Bulwark.Core.Hosting;
using Bulwark.Core.Routing;
using Bulwark.Identity.Authorization;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.Jwks;

/// <summary><c>GET .../.well-known/openid-configuration</c> and <c>/.well-known/oauth-authorization-server</c>.</summary>
internal sealed class DiscoveryEndpoint(TierEnvironment environment)
{
    private readonly byte[] _document = JsonSerializer.SerializeToUtf8Bytes(
        new ProviderMetadata
        {
            Issuer = environment.Issuer,
            JwksUri = environment.Issuer + "/.well-known/jwks.json",
            TokenEndpoint = environment.PublicUrl + "/oauth2/token",
            RevocationEndpoint = environment.PublicUrl + "/oauth2/revoke",
            GrantTypes = [GrantTypes.RefreshToken, GrantTypes.TokenExchange],
        },
        JwksJson.Default.ProviderMetadata);

    public ValueTask<IResult> AnswerAsync(HttpContext context, RouteValues values)
    {
        context.Response.Headers.CacheControl = JwksEndpoint.CacheControl;
        return ValueTask.FromResult<IResult>(TypedResults.Bytes(_document, "application/json"));
    }
}
