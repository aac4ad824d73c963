using System.Text.Json.Serialization;

namespace Bulwark.Identity.Tokens;

/// <summary>The claims of an access token, as Cognito writes them: no <c>aud</c>, unless the token is for one resource (RFC 8707).</summary>
internal sealed record AccessTokenClaims
{
    /// <summary>Lets the user pool API show and end the user's own login.</summary>
    public const string UserScope = "aws.cognito.signin.user.admin";

    [JsonPropertyName("sub")]
    public required string Subject { get; init; }

    /// <summary>Absent when the user has none.</summary>
    [JsonPropertyName("cognito:groups")]
    public IReadOnlyList<string>? Groups { get; init; }

    [JsonPropertyName("iss")]
    public required string Issuer { get; init; }

    [JsonPropertyName("version")]
    public int Version { get; } = 2;

    [JsonPropertyName("client_id")]
    public required string ClientId { get; init; }

    [JsonPropertyName("origin_jti")]
    public required string OriginJti { get; init; }

    [JsonPropertyName("event_id")]
    public required string EventId { get; init; }

    [JsonPropertyName("token_use")]
    public string TokenUse { get; } = "access";

    [JsonPropertyName("scope")]
    public string Scope { get; } = UserScope;

    [JsonPropertyName("auth_time")]
    public required long AuthTime { get; init; }

    [JsonPropertyName("exp")]
    public required long ExpiresAt { get; init; }

    [JsonPropertyName("iat")]
    public required long IssuedAt { get; init; }

    [JsonPropertyName("jti")]
    public required string JwtId { get; init; }

    [JsonPropertyName("username")]
    public required string Username { get; init; }

    [JsonPropertyName("aud")]
    public string? Audience { get; init; }
}
