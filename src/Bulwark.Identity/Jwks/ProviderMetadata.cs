using System.Text.Json.Serialization;

namespace Bulwark.Identity.Jwks;

/// <summary>
/// What the issuer says of itself (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2). Only what works: there is no authorization
/// endpoint yet, and so no response type.
/// </summary>
internal sealed record ProviderMetadata
{
    [JsonPropertyName("issuer")]
    public required string Issuer { get; init; }

    [JsonPropertyName("jwks_uri")]
    public required string JwksUri { get; init; }

    [JsonPropertyName("token_endpoint")]
    public required string TokenEndpoint { get; init; }

    [JsonPropertyName("revocation_endpoint")]
    public required string RevocationEndpoint { get; init; }

    [JsonPropertyName("response_types_supported")]
    public IReadOnlyList<string> ResponseTypes { get; } = [];

    [JsonPropertyName("grant_types_supported")]
    public required IReadOnlyList<string> GrantTypes { get; init; }

    [JsonPropertyName("subject_types_supported")]
    public IReadOnlyList<string> SubjectTypes { get; } = ["public"];

    [JsonPropertyName("id_token_signing_alg_values_supported")]
    public IReadOnlyList<string> IdTokenAlgorithms { get; } = ["RS256"];

    [JsonPropertyName("token_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> TokenEndpointAuthMethods { get; } = ["client_secret_basic", "none"];

    [JsonPropertyName("revocation_endpoint_auth_methods_supported")]
    public IReadOnlyList<string> RevocationEndpointAuthMethods { get; } = ["client_secret_basic", "none"];
}
