using System.Text.Json.Serialization;

namespace Bulwark.Identity.Tokens;

/// <summary>The claims of an ID token, as Cognito writes them.</summary>
internal sealed record IdTokenClaims
{
    [JsonPropertyName("sub")]
    public required string Subject { get; init; }

    /// <summary>False whenever there is an address: the operator typed it in, and nobody has proved to own it.</summary>
    [JsonPropertyName("email_verified")]
    public bool? EmailVerified { get; init; }

    /// <summary>Absent when the user has none.</summary>
    [JsonPropertyName("cognito:groups")]
    public IReadOnlyList<string>? Groups { get; init; }

    [JsonPropertyName("iss")]
    public required string Issuer { get; init; }

    [JsonPropertyName("cognito:username")]
    public required string Username { get; init; }

    [JsonPropertyName("origin_jti")]
    public required string OriginJti { get; init; }

    [JsonPropertyName("aud")]
    public required string Audience { get; init; }

    [JsonPropertyName("event_id")]
    public required string EventId { get; init; }

    [JsonPropertyName("token_use")]
    public string TokenUse { get; } = "id";

    [JsonPropertyName("auth_time")]
    public required long AuthTime { get; init; }

    [JsonPropertyName("exp")]
    public required long ExpiresAt { get; init; }

    [JsonPropertyName("iat")]
    public required long IssuedAt { get; init; }

    [JsonPropertyName("jti")]
    public required string JwtId { get; init; }

    [JsonPropertyName("email")]
    public string? Email { get; init; }
}
