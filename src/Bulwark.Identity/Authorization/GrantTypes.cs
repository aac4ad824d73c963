namespace Bulwark.Identity.Authorization;

/// <summary>The values of <c>grant_type</c> and of the token types of RFC 8693 that this issuer knows.</summary>
internal static class GrantTypes
{
    public const string RefreshToken = "refresh_token";

    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    public const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";

    public const string IdTokenType = "urn:ietf:params:oauth:token-type:id_token";
}
