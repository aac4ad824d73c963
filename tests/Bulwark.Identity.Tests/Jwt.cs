using System.Text.Json;
using Bulwark.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Bulwark.Identity.Tests;

/// <summary>Looks at tokens with another implementation than ours.</summary>
internal static class Jwt
{
    public static JsonElement Payload(string token) => Part(token, 1);

    public static JsonElement Header(string token) => Part(token, 0);

    /// <summary>The names of the claims, in the order of the alphabet.</summary>
    public static string ClaimNames(string token) =>
        string.Join(' ', Payload(token).EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal));

    /// <summary>The token as the library validates it against the published keys: signature, issuer, audience. Throws when it does not hold.</summary>
    public static async Task<JsonWebToken> ValidateAsync(string token, string keySet, string? audience)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet(keySet).GetSigningKeys(),
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidIssuer = TestEnvironment.Issuer,
            ValidateAudience = audience is not null,
            ValidAudience = audience,
            ValidateLifetime = false, // the instance has its own clock
        });
        return result.IsValid ? (JsonWebToken)result.SecurityToken : throw result.Exception;
    }

    private static JsonElement Part(string token, int index) => JsonElement.Parse(Base64UrlEncoder.DecodeBytes(token.Split('.')[index]));
}
